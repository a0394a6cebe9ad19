import { randomUUID } from 'node:crypto';
import { providerAsker } from './ask-provider.ts';
import type { ResolvedOptions } from './options.ts';
import { PROVIDERS } from './providers/provider-table.ts';
import { providerOf } from './providers/providers.ts';
import type { ProviderAnswer, Question } from './providers/provider.ts';
import { ShareWithout } from './share-without.ts';
import { UsedTokens } from './used-tokens.ts';
import type { CaptchaVerdict, VerdictReason } from './verdict.ts';

/** Whose token it is. */
export interface CaptchaContext {
  /** The visitor's address, sent where `sendAddress` says so. */
  readonly address?: string;
  /** The visitor's network, by which tries are counted while the provider is away. */
  readonly prefix?: string;
  readonly userAgent?: string;
  /** Whether the form says that its widget did not run. @default false */
  readonly withoutWidget?: boolean;
}

type Passed = Extract<ProviderAnswer, { kind: 'passed' }>;

/** No provider's token is longer. */
const LONGEST_TOKEN = 8192;
/** Clocks differ; a captcha from the future by more is none. */
const AHEAD_MS = 60_000;
const LONGEST_USER_AGENT = 512;

/** Checks tokens. */
export class Verifier {
  readonly #options: ResolvedOptions;
  readonly #ask: (question: Question) => Promise<ProviderAnswer>;
  readonly #used: UsedTokens;
  readonly #share: ShareWithout;
  #isDown = false;

  constructor(options: ResolvedOptions) {
    const { redis, keys: prefix, maxAge, limit, timeout, events } = options;
    this.#options = options;
    this.#ask = providerAsker(providerOf(options), timeout);
    this.#used = new UsedTokens({ redis, prefix, lifetime: maxAge + AHEAD_MS, events });
    this.#share = new ShareWithout(limit);
  }

  async verify(token: unknown, context: CaptchaContext = {}): Promise<CaptchaVerdict> {
    const verdict = await this.#judge(token, context);
    if (!verdict.ok) {
      const { provider, reason, score } = verdict;
      const told = { provider, reason, source_network: context.address ?? '' };
      const percent = score === undefined ? {} : { score: Math.round(score * 100) };
      this.#options.events.emit('captcha_failed', { ...told, ...percent });
    }
    return verdict;
  }

  async #judge(token: unknown, context: CaptchaContext): Promise<CaptchaVerdict> {
    if (typeof token !== 'string' || token === '') return this.#missing(context);
    if (token.length > LONGEST_TOKEN) return this.#no('invalid-token');
    if (!(await this.#used.use(token, this.#options.now()))) return this.#no('replayed');
    const answer = await this.#ask(this.#question(token, context));
    this.#noteFault(answer);
    if (answer.kind === 'failed') return this.#no(answer.reason, answer.score);
    if (answer.kind === 'fault') return this.#without(answer.reason, context.prefix ?? '');
    const reason = this.#objection(answer);
    return reason === undefined
      ? this.#verdict(true, 'passed', answer.score)
      : this.#no(reason, answer.score);
  }

  /** People without the widget have their share; more than that is for the widget. */
  #missing({ withoutWidget = false, prefix = '' }: CaptchaContext): CaptchaVerdict {
    const { withoutWidget: isAllowed, now } = this.#options;
    if (!withoutWidget || !isAllowed) return this.#no('missing-token');
    const isLeft = this.#share.take(prefix, now());
    return this.#verdict(isLeft, isLeft ? 'without-widget' : 'limited', undefined, true);
  }

  #question(token: string, { address = '', userAgent = '' }: CaptchaContext): Question {
    const id = randomUUID();
    return this.#options.sendAddress
      ? { token, address, userAgent: userAgent.slice(0, LONGEST_USER_AGENT), id }
      : { token, address: '', userAgent: '', id };
  }

  /** What the provider leaves to us: where, for what, when, and how sure it is. */
  #objection(passed: Passed): VerdictReason | undefined {
    const { provider, minScore } = this.#options;
    if (!this.#isOurHost(passed.hostname)) return 'wrong-host';
    if (!this.#isOurAction(passed.action)) return 'wrong-action';
    if (!this.#isFresh(passed.solvedAt)) return 'expired';
    const isSure = !PROVIDERS[provider].hasScore || (passed.score ?? -1) >= minScore;
    return isSure ? undefined : 'low-score';
  }

  #isOurHost(hostname: string | undefined): boolean {
    const host = hostname?.toLowerCase();
    return this.#options.hostnames.some((one) => one.toLowerCase() === host);
  }

  /** Enterprise compares without case, as its documentation says; so it is done for all. */
  #isOurAction(action: string | undefined): boolean {
    const { action: wanted, provider } = this.#options;
    if (wanted === undefined || PROVIDERS[provider].action === undefined) return true;
    return action?.toLowerCase() === wanted.toLowerCase();
  }

  #isFresh(solvedAt: number | undefined): boolean {
    if (solvedAt === undefined) return true;
    const age = this.#options.now() - solvedAt;
    return age <= this.#options.maxAge && age >= -AHEAD_MS;
  }

  #without(reason: 'unavailable' | 'misconfigured' | 'over-quota', prefix: string): CaptchaVerdict {
    const { onUnavailable, now } = this.#options;
    if (onUnavailable === 'open') return this.#verdict(true, reason, undefined, true);
    if (onUnavailable === 'closed') return this.#verdict(false, reason, undefined, true);
    const isLeft = this.#share.take(prefix, now());
    return this.#verdict(isLeft, isLeft ? reason : 'limited', undefined, true);
  }

  #noteFault(answer: ProviderAnswer): void {
    const { events: bus, provider } = this.#options;
    const isDown = answer.kind === 'fault';
    if (isDown && !this.#isDown) {
      const { reason, message } = answer;
      bus.emit('captcha_unavailable', { provider, reason, message: message.slice(0, 200) });
    } else if (!isDown && this.#isDown) bus.emit('captcha_recovered', { provider });
    this.#isDown = isDown;
  }

  #no(reason: VerdictReason, score?: number): CaptchaVerdict {
    return this.#verdict(false, reason, score);
  }

  #verdict(
    ok: boolean,
    reason: VerdictReason,
    score: number | undefined,
    degraded = false,
  ): CaptchaVerdict {
    return { ok, score, reason, degraded, provider: this.#options.provider };
  }
}
