import { html } from '../html.ts';
import { icon } from '../layout/icons.ts';
import type { Page, Visit } from '../visit.ts';

export function supportThanks({ language, texts }: Visit): Page {
  const own = texts.pages.supportThanks;
  return {
    title: own.title,
    main: html`<div class="narrow">
      <div class="success">
        ${icon('tick')}
        <h1>${own.heading}</h1>
        <p>${own.body}</p>
      </div>
      <p class="onward"><a href="/${language}">${texts.shell.goHome}</a></p>
    </div>`,
  };
}
