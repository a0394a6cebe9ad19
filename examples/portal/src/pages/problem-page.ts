import { html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';

export interface ProblemTexts {
  readonly title: string;
  readonly body: string;
}

/** What went wrong, whether anything was saved, and a way on. */
export function problemPage(visit: Visit, status: number, { title, body }: ProblemTexts): Page {
  return {
    title,
    status,
    personal: true,
    translated: false,
    main: html`<div class="narrow">
      <h1>${title}</h1>
      <p class="lead">${body}</p>
      <p><a class="button" href="/${visit.language}">${visit.texts.shell.goHome}</a></p>
    </div>`,
  };
}
