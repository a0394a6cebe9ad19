import { CONSENT_PATH } from '../consent/registry.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';

export function footer(visit: Visit): Html {
  const { language } = visit;
  const { shell } = visit.texts;
  return html`<footer class="footer">
    <div class="footer-inner">
      <p>${shell.demo}</p>
      <nav aria-label="${shell.footerNavigation}">
        <ul>
          <li><a href="/${language}">${shell.home}</a></li>
          <li><a href="/${language}/privacy">${shell.privacy}</a></li>
          <li><a href="${CONSENT_PATH}?lang=${language}">${shell.privacyChoices}</a></li>
          <li><a href="/${language}/support">${shell.support}</a></li>
        </ul>
      </nav>
    </div>
  </footer>`;
}
