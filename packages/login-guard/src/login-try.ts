import type { EventBus } from '@emas/events';
import type { FailureReason, LoginAttempt } from './attempt.ts';
import type { LoginContext, NextAttempt } from './login-context.ts';
import { judge } from './throttle/level.ts';
import type { ResolvedRule } from './throttle/rules.ts';
import type { AttemptKeys, Throttle, Ticket } from './throttle/throttle.ts';
import { mostUrgent, quotaOf } from './throttle/urgency.ts';

/** Says what happened. */
export type EventTeller = Pick<EventBus, 'emit'>;

/** Where the parts of a guard meet. */
export interface LoginParts {
  readonly throttle: Throttle;
  readonly bus: EventTeller;
  readonly observe: (attempt: LoginAttempt) => void;
  readonly hashAccount: (name: string) => string;
  readonly normalise: (name: string) => string;
  readonly now: () => number;
}

/** Who tries. */
export interface Who {
  /** The name as it counts; `''` where none was found. */
  readonly name: string;
  readonly source_ip: string;
  readonly client: string;
  readonly country: string;
  /** Network by which detectors and the review count. */
  readonly prefix: string;
  readonly keys: AttemptKeys;
  readonly password: string | undefined;
}

const NOTHING_NEXT: NextAttempt = { action: 'allow', wait: 0, left: Infinity };

/** One attempt from when it was let through until its answer has gone out. */
export class LoginTry implements LoginContext {
  readonly #parts: LoginParts;
  readonly #ticket: Ticket;
  #who: Who;
  #settled: Promise<unknown> | undefined;
  #next: NextAttempt = NOTHING_NEXT;
  outcome: 'success' | 'failure' | 'ignored' | undefined;

  constructor(parts: LoginParts, who: Who, ticket: Ticket) {
    this.#parts = parts;
    this.#who = who;
    this.#ticket = ticket;
  }

  get isKnown(): boolean {
    return this.#ticket.decision.isKnown;
  }

  /** Resolves once what was said is noted; `undefined` where nothing was. */
  get settled(): Promise<unknown> | undefined {
    return this.#settled;
  }

  async failed(
    how: { readonly account?: string; readonly reason?: FailureReason } = {},
  ): Promise<NextAttempt> {
    if (this.outcome === undefined) {
      this.outcome = 'failure';
      this.#name(how.account);
      this.#settled = this.#fail(how.reason ?? 'wrong_credentials');
    }
    await this.#settled;
    return this.#next;
  }

  async succeeded(how: { readonly account?: string } = {}): Promise<void> {
    if (this.outcome === undefined) {
      this.outcome = 'success';
      this.#name(how.account);
      this.#settled = this.#succeed();
    }
    await this.#settled;
  }

  async ignored(): Promise<void> {
    if (this.outcome === undefined) {
      this.outcome = 'ignored';
      this.#settled = this.#ticket.refund(this.#parts.now());
    }
    await this.#settled;
  }

  /** What was typed stays the name: an id of the account would never meet the failures before it. */
  #name(account: string | undefined): void {
    if (this.#who.name !== '' || account === undefined || account === '') return;
    const { hashAccount, normalise } = this.#parts;
    const name = normalise(account);
    this.#who = { ...this.#who, name, keys: { ...this.#who.keys, account: hashAccount(name) } };
  }

  async #fail(reason: string): Promise<void> {
    const { bus, throttle, now } = this.#parts;
    const { name, source_ip, client, keys } = this.#who;
    const counted = new Set(this.#ticket.rules.map((rule) => rule.name));
    this.#observe('failure', reason);
    bus.emit('authn_login_fail', { account: name || undefined, reason, source_ip, client });
    this.#note(this.#ticket);
    // The name was not known before: what is counted by it is counted now.
    if (keys.account !== '' && !this.#ticket.hasAccount) {
      this.#note(await throttle.begin(keys, true, now(), counted));
    }
  }

  async #succeed(): Promise<void> {
    const { bus, now } = this.#parts;
    const { name, source_ip, client } = this.#who;
    this.#observe('success', '');
    bus.emit('authn_login_success', { account: name, source_ip, client });
    const retries = await this.#ticket.succeed(now());
    if (retries > 0) {
      bus.emit('authn_login_successafterfail', { account: name, retries, source_ip, client });
    }
  }

  #observe(outcome: 'success' | 'failure', reason: string): void {
    const { keys, prefix, country, client, password } = this.#who;
    this.#parts.observe({
      time: this.#parts.now(),
      outcome,
      reason,
      account: keys.account,
      prefix,
      country,
      client,
      password: outcome === 'failure' ? password : undefined,
    });
  }

  /** Tells of limits that this failure reached, and what the next attempt will meet. */
  #note({ decision, rules }: Ticket): void {
    const { now } = this.#parts;
    const verdicts = rules.map((rule, index) => {
      const failures = decision.failures[index] ?? 0;
      if (decision.isKnown && rule.exemptKnown) return undefined;
      this.#tellLimit(rule, failures);
      return judge(rule, failures, now(), now(), false);
    });
    const keys = rules.map((rule) => ({ rule, key: '' }));
    const { action, wait } = mostUrgent(keys, verdicts, decision.failures, decision.isKnown);
    const left = Math.min(
      ...rules.map((rule, index) => quotaOf(rule) - (decision.failures[index] ?? 0)),
    );
    this.#next = {
      action: wait > this.#next.wait || this.#next.action === 'allow' ? action : this.#next.action,
      wait: Math.max(wait, this.#next.wait),
      left: Math.max(0, Math.min(left, this.#next.left)),
    };
  }

  #tellLimit({ tiers, name: rule }: ResolvedRule, failures: number): void {
    const tier = tiers.find(({ after }) => after === failures);
    if (tier === undefined) return;
    const { name, source_ip, client } = this.#who;
    const who = { account: name || undefined, source_ip, client, failures };
    const { bus } = this.#parts;
    if (tier.action === 'lock') {
      bus.emit('authn_login_lock', { ...who, reason: rule, duration: tier.for });
    } else if (tier === tiers[0]) bus.emit('authn_login_fail_max', { ...who, limit: rule });
  }
}
