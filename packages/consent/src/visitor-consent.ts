import { EmasError, warnOnce } from '@emas/errors';
import { parse, serialize } from 'cookie';
import type { Request, Response } from 'express';
import { decodeChoice, encodeChoice } from './choice/choice-cookie.ts';
import type { KeptChoice } from './choice/choice-cookie.ts';
import { Decision } from './choice/decision.ts';
import type { PurposeChange } from './choice/decision.ts';
import type { ResolvedOptions } from './options.ts';
import type { Purpose } from './registry/purpose.ts';
import type { Registry } from './registry/registry.ts';

/** `req.consent`: what the visitor allows. */
export interface Consent {
  /** Of a purpose or a service; what is not registered is not allowed. */
  allows(id: string): boolean;
  /** Whether there is anything that the visitor has not decided about. */
  readonly asks: boolean;
  /** What is new or changed since the visitor decided. */
  readonly changes: readonly PurposeChange[];
  /** The day on which the visitor decided, at midnight UTC. */
  readonly decidedOn: Date | undefined;
  /** Whether the browser sends a signal that counts as a refusal. */
  readonly hasSignal: boolean;
  /** Allows everything, from this response on. @throws EmasError `ERR_EMAS_CONSENT_TOO_LATE`. */
  accept(): void;
  /** Allows nothing but what is necessary. @throws EmasError `ERR_EMAS_CONSENT_TOO_LATE`. */
  refuse(): void;
  /**
   * Allows what is `true`; what is not named is refused.
   *
   * @throws EmasError `ERR_EMAS_CONSENT_TOO_LATE` when the response has begun; `ERR_EMAS_CONSENT_PURPOSE`
   * on an id that is not registered.
   */
  choose(choice: Readonly<Record<string, boolean>>): void;
  /** Allows this purpose and leaves the others as they are, those not decided about too. @throws As `choose`. */
  allow(purpose: string): void;
}

const DAY_MS = 86_400_000;

/** The consent of the visitor behind one request. */
export class VisitorConsent implements Consent {
  readonly hasSignal: boolean;
  readonly #req: Request;
  readonly #res: Response;
  readonly #registry: Registry;
  readonly #options: ResolvedOptions;
  #known: Decision | undefined;

  constructor(req: Request, res: Response, registry: Registry, options: ResolvedOptions) {
    this.#req = req;
    this.#res = res;
    this.#registry = registry;
    this.#options = options;
    const isDnt = options.dnt && req.headers['dnt'] === '1';
    this.hasSignal = req.headers['sec-gpc'] === '1' || isDnt;
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

  accept(): void {
    this.#decide(() => true);
  }

  refuse(): void {
    this.#decide(() => false);
  }

  choose(choice: Readonly<Record<string, boolean>>): void {
    for (const id of Object.keys(choice)) this.#requireAsked(id);
    this.#decide(({ id }) => choice[id] === true);
  }

  allow(purpose: string): void {
    this.#requireAsked(purpose);
    const decided = new Map(this.#decision.decided).set(purpose, true);
    this.#decide(({ id }) => decided.get(id));
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
    this.#known ??= this.#decided(decodeChoice(parse(this.#req.headers.cookie ?? '')[this.#name]));
    return this.#known;
  }

  /** @param accepts `undefined` for a purpose that stays undecided. */
  #decide(accepts: (purpose: Purpose) => boolean | undefined): void {
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
  }

  #decided(kept: KeptChoice | undefined): Decision {
    const { remember } = this.#options;
    const { hasSignal } = this;
    return new Decision(this.#registry, kept, { today: this.#today, remember, hasSignal });
  }

  #cookieOf(kept: KeptChoice): string {
    const { accepted, refused } = this.#options.remember;
    const isAccepted = [...kept.purposes.values()].some((choice) => choice.isAccepted);
    return serialize(this.#name, encodeChoice(kept), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#req.secure,
      maxAge: ((isAccepted ? accepted : refused) * DAY_MS) / 1000,
    });
  }

  /** The prefix has browsers take it from this very host and over HTTPS only (RFC 6265bis §4.1.3.2). */
  get #name(): string {
    return this.#req.secure ? '__Host-consent' : 'consent';
  }

  get #today(): number {
    return Math.floor(this.#options.now() / DAY_MS);
  }
}

function storesSomething({ services }: Purpose): boolean {
  return services.some(({ storage = [] }) => storage.length > 0);
}
