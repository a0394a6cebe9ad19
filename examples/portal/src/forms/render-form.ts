import { healthConsentPart } from '../consent/health-consent.ts';
import { attributes, html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { errorSummary } from './error-summary.ts';
import { renderField } from './render-field.ts';
import { takesFiles } from './form.ts';
import type { Form, FormState } from './form.ts';

/**
 * The form with what was typed and what is the matter with it. The browser's own checks are off:
 * its bubbles speak the browser's language, ours the page's.
 */
export function renderForm(
  visit: Visit,
  form: Form<unknown>,
  state: FormState,
  beforeButton?: Html,
): Html {
  const { texts, language } = visit;
  const single = form.sections.length === 1;
  return html`${errorSummary(texts, state)}
    <form
      ${attributes({
        method: 'post',
        action: `/${language}${form.action}`,
        enctype: takesFiles(form) && 'multipart/form-data',
        novalidate: true,
      })}
    >
      ${form.sections.map((section) => {
        const fields = section.fields.map((field) => renderField(texts, field, state));
        if (single) return html`<div class="fields">${fields}</div>`;
        return html`<fieldset>
          <legend>${section.legend(texts)}</legend>
          <div class="fields">${fields}</div>
        </fieldset>`;
      })}
      ${form.isAboutHealth === true && healthConsentPart(visit, state.consentProblem)}
      ${beforeButton}
      <button class="button" type="submit">${form.submit(texts)}</button>
    </form>`;
}
