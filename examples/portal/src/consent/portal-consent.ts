import type { SuiteOptions } from '@emas/suite';
import { send, visitOf } from '../answer.ts';
import { finished, html } from '../html.ts';
import { signedInAccount } from '../sign-in.ts';
import { textsIn } from '../texts/catalogue.ts';
import type { PortalState } from '../visit.ts';
import { CONSENT_PATH, EXPLICIT, PURPOSES } from './registry.ts';

/** Asks for consent in the portal's own looks. */
export function portalConsent(state: PortalState): NonNullable<SuiteOptions['consent']> {
  return {
    purposes: PURPOSES,
    explicit: EXPLICIT,
    path: CONSENT_PATH,
    updated: '2026-11-24',
    account: (req) => signedInAccount(req)?.username,
    onWithdrawal(req) {
      const owner = signedInAccount(req)?.username;
      if (owner === undefined) return;
      for (const records of [state.claims, state.letters]) {
        records.remove((record) => record.owner === owner);
      }
    },
    page(req, res, { title, language, form, returnTo }) {
      const texts = textsIn(language);
      const main = html`<div class="narrow">
        <h1>${title}</h1>
        ${finished(form)}
        <p class="onward">
          <a href="${returnTo === '' ? `/${language}` : returnTo}">${texts.shell.back}</a>
        </p>
      </div>`;
      const visit = { ...visitOf(state, req, res), language, texts };
      send(visit, { title, main, personal: true, translated: false, isAboutConsent: true });
    },
  };
}
