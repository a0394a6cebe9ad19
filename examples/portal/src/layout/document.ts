import { finished, html } from '../html.ts';
import type { Html } from '../html.ts';
import { otherLanguage } from '../language.ts';
import type { Page, Visit } from '../visit.ts';
import { footer } from './footer.ts';
import { header } from './header.ts';
import { pathInOtherLanguage } from './other-language.ts';

/** In the page, between its head and what it is about: seen at once, and in nobody's way. */
function consentForm({ res, language }: Visit): Html {
  return finished(res.locals.consentForm?.({ language }) ?? '');
}

/** The whole page round its `main`. No inline script or style: the strictest policy has nothing to say. */
export function document(visit: Visit, page: Page): Html {
  const { language, texts, state } = visit;
  const alternate = pathInOtherLanguage(visit, page);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · ${texts.shell.siteName}</title>
        <link rel="stylesheet" href="${state.stylesheet}" />
        <link rel="icon" type="image/svg+xml" href="${state.icon}" />
        <link rel="alternate" hreflang="${otherLanguage(language)}" href="${alternate}" />
      </head>
      <body>
        <a class="skip" href="#content">${texts.shell.skip}</a>
        ${header(visit, alternate)} ${page.isAboutConsent !== true && consentForm(visit)}
        <main id="content" class="content" tabindex="-1">${page.main}</main>
        ${footer(visit)}
      </body>
    </html>`;
}
