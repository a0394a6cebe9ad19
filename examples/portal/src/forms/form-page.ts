import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';
import { isFaulty } from './form.ts';
import type { Form, FormState } from './form.ts';
import { renderForm } from './render-form.ts';

export interface FormPageTexts {
  readonly title: string;
  readonly lead: string;
}

/** A page that is a form. Sent back with faults it is a 422, says so in its title and stays in no cache. */
export function formPage(
  visit: Visit,
  form: Form<unknown>,
  state: FormState,
  { title, lead }: FormPageTexts,
): Page {
  const { forms } = visit.texts;
  const faulty = isFaulty(state);
  const main: Html = html`<div class="narrow">
    <h1>${title}</h1>
    <p class="lead">${lead}</p>
    <p class="required">${forms.required}</p>
    ${renderForm(visit, form, state)}
  </div>`;
  return {
    title: faulty ? `${forms.errorTitle}: ${title}` : title,
    status: faulty ? 422 : 200,
    personal: true,
    main,
  };
}
