import { EmasError } from '@emas/errors';
import { warnOnce } from '@emas/warnings';
import { parse, serialize } from 'cookie';
import { preferredPageLanguage } from '@emas/page';
import type { Request, Response } from 'express';
import { decodeChoice, encodeChoice } from './choice/choice-cookie.ts';
import type { KeptChoice } from './choice/choice-cookie.ts';
import { Decision } from './choice/decision.ts';
import type { PurposeChange } from './choice/decision.ts';
import type { ExplicitConsents } from './explicit/explicit-consents.ts';
import type {
  ExplicitOutcome,
  ExplicitProblem,
  ExplicitSubmission,
} from './explicit/explicit-consent.ts';
import type { ResolvedOptions } from './options.ts';
import type { DecisionRecord, Proof, Shown } from './proof/proof.ts';
import type { Purpose } from './registry/purpose.ts';
import type { Registry } from './registry/registry.ts';
import type { Consent } from './request.ts';

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
        `Nobody registered "${id.slice(0, 40)}" with consent(): it is not allowed.`,
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
    const decided = new Map(this.#decision.decided).set(purpose, true);
    return this.#decide('add', ({ id }) => decided.get(id), shown);
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
      `"${id.slice(0, 40)}" is no purpose that a visitor decides about; those are ${known}.`,
    );
  }

  get #decision(): Decision {
    // What is sent depends on both, and no cache may mix them up.
    if (this.#known === undefined && !this.#res.headersSent) this.#res.vary('Cookie, Sec-GPC');
    this.#known ??= this.#decided(
      decodeChoice(parse(this.#req.headers.cookie ?? '')[this.cookieName]),
    );
    return this.#known;
  }

  /** @param accepts `undefined` for a purpose that stays undecided. */
  #decide(
    choice: DecisionRecord['choice'],
    accepts: (purpose: Purpose) => boolean | undefined,
    shown: Shown | undefined,
  ): string {
    const res = this.#res;
    if (res.headersSent) {
      throw new EmasError(
        'ERR_EMAS_CONSENT_TOO_LATE',
        'The response has begun: the choice cannot be kept any more.',
      );
    }
    const before = this.#decision;
    const kept: KeptChoice = {
      day: this.#today,
      withSignal: this.hasSignal,
      purposes: new Map(
        this.#registry.asked.flatMap((purpose) => {
          const isAccepted = accepts(purpose);
          if (isAccepted === undefined) return [];
          return [[purpose.id, { mark: this.#registry.markOf(purpose), isAccepted }] as const];
        }),
      ),
    };
    const after = this.#decided(kept);
    this.#known = after;
    res.append('Set-Cookie', this.#cookieOf(kept));
    const withdrawn = this.#registry.asked.filter(
      (purpose) => before.allows(purpose) && !after.allows(purpose),
    );
    const storing = this.#registry.purposes.filter((purpose) => after.allows(purpose));
    if (withdrawn.some(storesSomething) && !storing.some(storesSomething)) {
      res.setHeader('Clear-Site-Data', '"storage"');
    }
    return this.#keepProof(choice, kept, shown);
  }

  #keepProof(choice: DecisionRecord['choice'], kept: KeptChoice, shown: Shown | undefined): string {
    const decided = [...kept.purposes];
    const idsOf = (wanted: boolean): string[] =>
      decided.filter(([, { isAccepted }]) => isAccepted === wanted).map(([id]) => id);
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

  #decided(kept: KeptChoice | undefined): Decision {
    const { remember } = this.#options;
    const { hasSignal } = this;
    return new Decision(this.#registry, kept, { today: this.#today, remember, hasSignal });
  }

  #cookieOf(kept: KeptChoice): string {
    const { accepted, refused } = this.#options.remember;
    const isAccepted = [...kept.purposes.values()].some((choice) => choice.isAccepted);
    return serialize(this.cookieName, encodeChoice(kept), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#req.secure,
      maxAge: ((isAccepted ? accepted : refused) * DAY_MS) / 1000,
    });
  }

  /** The prefix has browsers take it from this very host and over HTTPS only (RFC 6265bis §4.1.3.2). */
  get cookieName(): string {
    return this.#req.secure ? '__Host-consent' : 'consent';
  }

  get #today(): number {
    return Math.floor(this.#options.now() / DAY_MS);
  }
}

function storesSomething({ services }: Purpose): boolean {
  return services.some(({ storage = [] }) => storage.length > 0);
}
