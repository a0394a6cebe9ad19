import { EmasError } from '@emas/errors';
import { warnOnce } from '@emas/warnings';
import { parse, serialize } from 'cookie';
import { preferredPageLanguage } from '@emas/page';
import type { Request, Response } from 'express';
import { decodeChoices, encodeChoices } from './choice/choice-cookie.ts';
import type { KeptChoices, PurposeChoice } from './choice/choice-cookie.ts';
import { Decision } from './choice/decision.ts';
import type { PurposeChange } from './choice/decision.ts';
import type { ExplicitConsents } from './explicit/explicit-consents.ts';
import type {
  ExplicitOutcome,
  ExplicitProblem,
  ExplicitSubmission,
} from './explicit/explicit-consent.ts';
import { choiceCookieName } from './kept-places.ts';
import type { ResolvedOptions } from './options.ts';
import type { DecisionRecord, Proof, Shown } from './proof/proof.ts';
import type { Purpose } from './registry/purpose.ts';
import type { Registry } from './registry/registry.ts';
import type { Consent } from './request.ts';
import { varyByVisitor } from './gate/visitor-caching.ts';

const DAY_MS = 86_400_000;

/** What every visitor's consent is about, and where it is told. */
export interface ConsentParts {
  readonly registry: Registry;
  readonly options: ResolvedOptions;
  readonly proof: Proof;
  readonly explicit: ExplicitConsents;
}

/** The consent of the visitor behind one request. */
export class VisitorConsent implements Consent {
  readonly #req: Request;
  readonly #res: Response;
  readonly #registry: Registry;
  readonly #options: ResolvedOptions;
  readonly #parts: ConsentParts;
  #known: Decision | undefined;

  constructor(req: Request, res: Response, parts: ConsentParts) {
    this.#req = req;
    this.#res = res;
    this.#parts = parts;
    this.#registry = parts.registry;
    this.#options = parts.options;
  }

  get hasSignal(): boolean {
    return this.#signal !== undefined;
  }

  get #signal(): 'gpc' | 'dnt' | undefined {
    const { headers } = this.#req;
    if (headers['sec-gpc'] === '1') return 'gpc';
    return this.#options.dnt && headers['dnt'] === '1' ? 'dnt' : undefined;
  }

  allows(id: string): boolean {
    const purpose = this.#registry.purposeOf(id);
    if (purpose === undefined) {
      warnOnce(
        'WARN_EMAS_CONSENT_UNKNOWN',
        `"${id.slice(0, 40)}" is not registered with consent(), so it is not allowed.`,
      );
      return false;
    }
    return this.allowsPurpose(purpose);
  }

  allowsPurpose(purpose: Purpose): boolean {
    return this.#decision.allows(purpose);
  }

  get asks(): boolean {
    return this.#decision.asks;
  }

  get changes(): readonly PurposeChange[] {
    return this.#decision.changes;
  }

  get decidedOn(): Date | undefined {
    const { day } = this.#decision;
    return day === undefined ? undefined : new Date(day * DAY_MS);
  }

  accept(shown?: Shown): string {
    return this.#decide('accept', () => true, shown);
  }

  refuse(shown?: Shown): string {
    return this.#decide('refuse', () => false, shown);
  }

  choose(choice: Readonly<Record<string, boolean>>, shown?: Shown): string {
    for (const id of Object.keys(choice)) this.#requireAsked(id);
    return this.#decide('choose', ({ id }) => choice[id] === true, shown);
  }

  allow(purpose: string, shown?: Shown): string {
    this.#requireAsked(purpose);
    return this.#decide('add', ({ id }) => (id === purpose ? true : undefined), shown);
  }

  checkExplicit(id: string, submission: ExplicitSubmission): ExplicitProblem | undefined {
    return this.#parts.explicit.check(id, submission);
  }

  takeExplicit(id: string, submission: ExplicitSubmission): ExplicitOutcome {
    return this.#parts.explicit.take(id, submission, this.#account);
  }

  withdrawExplicit(id: string): string {
    return this.#parts.explicit.withdraw(id, preferredPageLanguage(this.#req), this.#account);
  }

  /** Whether somebody is signed in, of whom receipts say so. */
  get hasAccount(): boolean {
    return this.#account !== undefined;
  }

  get #account(): string | undefined {
    const { account, hashAccount } = this.#options;
    const name = account?.(this.#req);
    return name === undefined || name === '' ? undefined : hashAccount(name);
  }

  #requireAsked(id: string): void {
    if (this.#registry.asked.some((purpose) => purpose.id === id)) return;
    const known = this.#registry.asked.map((purpose) => purpose.id).join(', ');
    throw new EmasError(
      'ERR_EMAS_CONSENT_PURPOSE',
      `"${id.slice(0, 40)}" is not a purpose that visitors decide about; those are ${known}.`,
    );
  }

  get #decision(): Decision {
    if (this.#known !== undefined) return this.#known;
    // What is sent depends on both, and no cache may mix them up.
    if (!this.#res.headersSent) varyByVisitor(this.#res, this.#options.dnt);
    const sent = parse(this.#req.headers.cookie ?? '')[this.cookieName];
    this.#known = this.#decided(decodeChoices(sent));
    return this.#known;
  }

  /** @param accepts `undefined` for a purpose that stays as it was. */
  #decide(
    choice: DecisionRecord['choice'],
    accepts: (purpose: Purpose) => boolean | undefined,
    shown: Shown | undefined,
  ): string {
    const res = this.#res;
    if (res.headersSent) {
      throw new EmasError(
        'ERR_EMAS_CONSENT_TOO_LATE',
        'The response has begun: the choice can no longer be saved.',
      );
    }
    const before = this.#decision;
    const isLasting = this.#registry.asked.some((purpose) => accepts(purpose) === true);
    const decided = new Map<string, PurposeChoice>();
    for (const purpose of this.#registry.asked) {
      const isAccepted = accepts(purpose);
      if (isAccepted === undefined) continue;
      decided.set(purpose.id, {
        mark: this.#registry.markOf(purpose),
        isAccepted,
        isLasting,
        withSignal: this.hasSignal,
        day: this.#today,
      });
    }
    const after = this.#decided(new Map([...before.kept, ...decided]));
    this.#known = after;
    res.append('Set-Cookie', this.#cookieOf(after));
    const withdrawn = this.#registry.asked.filter(
      (purpose) => before.allows(purpose) && !after.allows(purpose),
    );
    const storing = this.#registry.purposes.filter((purpose) => after.allows(purpose));
    if (withdrawn.some(storesSomething) && !storing.some(storesSomething)) {
      res.setHeader('Clear-Site-Data', '"storage"');
    }
    return this.#keepProof(choice, decided, shown);
  }

  /** Of what was decided now: the receipt is about what was shown and nothing else. */
  #keepProof(
    choice: DecisionRecord['choice'],
    decided: KeptChoices,
    shown: Shown | undefined,
  ): string {
    const idsOf = (wanted: boolean): string[] =>
      [...decided].filter(([, { isAccepted }]) => isAccepted === wanted).map(([id]) => id);
    return this.#parts.proof.decided({
      choice,
      allowed: idsOf(true),
      refused: idsOf(false),
      signal: this.#signal,
      account: this.#account,
      policy: this.#registry.fingerprint,
      shown,
    });
  }

  #decided(choices: KeptChoices): Decision {
    const { remember } = this.#options;
    const { hasSignal } = this;
    return new Decision(this.#registry, choices, { today: this.#today, remember, hasSignal });
  }

  #cookieOf({ kept, daysLeft }: Decision): string {
    const { domain } = this.#options;
    // A request of HTTP/1.0 may name none, although Express's types say otherwise.
    const given: string | undefined = this.#req.hostname;
    const hostname = given ?? '';
    if (domain !== undefined && hostname !== domain && !hostname.endsWith(`.${domain}`)) {
      warnOnce(
        'WARN_EMAS_CONSENT_DOMAIN',
        `A choice was made on a host outside of consent({ domain: '${domain}' }): the browser does not keep the cookie, so the visitor is asked again on each page.`,
      );
    }
    return serialize(this.cookieName, encodeChoices(kept), {
      path: '/',
      ...(domain === undefined ? {} : { domain }),
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#req.secure,
      maxAge: (daysLeft * DAY_MS) / 1000,
    });
  }

  get cookieName(): string {
    return choiceCookieName({ isSecure: this.#req.secure, domain: this.#options.domain });
  }

  get #today(): number {
    return Math.floor(this.#options.now() / DAY_MS);
  }
}

function storesSomething({ services }: Purpose): boolean {
  return services.some(({ storage = [] }) => storage.length > 0);
}
