import { attributes, html } from '../html.ts';
import type { Html } from '../html.ts';
import { otherLanguage } from '../language.ts';
import { pathOf } from '../request-path.ts';
import { textsIn } from '../texts/catalogue.ts';
import type { Visit } from '../visit.ts';

/**
 * On a phone the links are behind a `details`, which opens without a script; wide screens show them
 * in a row. The style sheet leaves exactly one of the two lists, for screen readers as well.
 */
export function header(visit: Visit, alternate: string): Html {
  const { language, texts } = visit;
  const { shell } = texts;
  return html`<header class="header">
    <div class="bar">
      <a class="wordmark" href="/${language}">
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <circle cx="16" cy="16" r="15" class="mark-disc"></circle>
          <path d="M16 9v14M9 16h14" class="mark-cross"></path>
        </svg>
        <span>${shell.siteName}</span>
        <span class="tagline">${shell.tagline}</span>
      </a>
      <nav class="wide-nav" aria-label="${shell.mainNavigation}">${links(visit)}</nav>
      ${languageSwitch(visit, alternate)}
      <details class="menu">
        <summary>${shell.menu}</summary>
        <nav aria-label="${shell.mainNavigation}">${links(visit)}</nav>
      </details>
    </div>
  </header>`;
}

function links(visit: Visit): Html {
  const { shell } = visit.texts;
  const { account } = visit;
  return html`<ul>
    ${link(visit, '/clinics', shell.clinics)} ${link(visit, '/claims/new', shell.claim)}
    ${link(visit, '/guarantee-letters/new', shell.letter)} ${link(visit, '/support', shell.support)}
    ${
      account === undefined
        ? link(visit, '/login', shell.signIn)
        : html`${link(visit, '/account', shell.account)}
            <li>
              <form method="post" action="/${visit.language}/logout">
                <button class="link-button" type="submit">${shell.signOut}</button>
              </form>
            </li>`
    }
  </ul>`;
}

function link(visit: Visit, path: string, text: string): Html {
  const href = `/${visit.language}${path}`;
  const current = pathOf(visit.req) === href;
  return html`<li><a ${attributes({ href, 'aria-current': current && 'page' })}>${text}</a></li>`;
}

function languageSwitch(visit: Visit, alternate: string): Html {
  const other = otherLanguage(visit.language);
  const { ownLanguage, ownLanguageShort } = textsIn(other).shell;
  return html`<a class="language" href="${alternate}" lang="${other}" hreflang="${other}">
    <span class="roomy">${ownLanguage}</span><span class="cramped">${ownLanguageShort}</span>
  </a>`;
}
