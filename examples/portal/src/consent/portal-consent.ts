import { consent } from '@emas/consent';
import type { ConsentHandler } from '@emas/consent';
import type { EventBus } from '@emas/events';
import { send, visitOf } from '../answer.ts';
import { finished, html } from '../html.ts';
import { signedInAccount } from '../sign-in.ts';
import { textsIn } from '../texts/catalogue.ts';
import type { PortalState } from '../visit.ts';
import { CONSENT_PATH, EXPLICIT, PURPOSES } from './registry.ts';

export interface PortalConsentOptions {
  /** Hashes the account in receipts, as the log does. */
  readonly key?: string;
  /** File in which the policy of the last start is kept. */
  readonly policyFile?: string;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

/** Asks for consent in the portal's own looks. */
export function portalConsent(state: PortalState, options: PortalConsentOptions): ConsentHandler {
  return consent({
    ...options,
    purposes: PURPOSES,
    explicit: EXPLICIT,
    path: CONSENT_PATH,
    updated: '2026-11-24',
    account: (req) => signedInAccount(req)?.username,
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
  });
}
