import type { EventBus } from '@emas/events';
import type { FailureReason, LoginAttempt } from './attempt.ts';
import { observed, orNobody } from './attempt-reader.ts';
import type { NamedAccount, Who } from './attempt-reader.ts';
import type { LoginContext, NextAttempt } from './login-context.ts';
import type { RepeatedTries } from './repeated-tries.ts';
import type { CountedKey } from './throttle/counters.ts';
import { judge } from './throttle/level.ts';
import type { Throttle, Ticket } from './throttle/throttle.ts';
import { mostUrgent, quotaOf } from './throttle/urgency.ts';

/** Says what happened. */
export type EventTeller = Pick<EventBus, 'emit'>;

/** Where the parts of a guard meet. */
export interface LoginParts {
  readonly throttle: Throttle;
  readonly bus: EventTeller;
  readonly observe: (attempt: LoginAttempt) => void;
  readonly normalise: (name: string) => string;
  readonly repeated: RepeatedTries;
  /** False in report mode: no attempt meets anything then. */
  readonly refuses: boolean;
  readonly now: () => number;
}

/** What is of this one request. */
export interface TriedRequest {
  readonly who: Who;
  readonly ticket: Ticket;
  /** False where the same try failed before. */
  readonly isCounted: boolean;
  readonly aim: (name: string) => NamedAccount;
  /** Remembers the device of an account that was entered. */
  readonly remember: (account: string) => void;
}

const NOTHING_NEXT: NextAttempt = { action: 'allow', wait: 0, left: Infinity };
/** Reasons by which the password is known to be wrong, and not a second factor beside it. */
const OF_PASSWORD: ReadonlySet<string> = new Set(['wrong_password', 'unknown_account']);

/** One attempt from when it was let through until its answer has gone out. */
export class LoginTry implements LoginContext {
  readonly #parts: LoginParts;
  readonly #request: TriedRequest;
  #settled: Promise<unknown> | undefined;
  #next: NextAttempt = NOTHING_NEXT;
  outcome: 'success' | 'failure' | 'ignored' | undefined;

  constructor(parts: LoginParts, request: TriedRequest) {
    this.#parts = parts;
    this.#request = request;
  }

  get isKnown(): boolean {
    return this.#request.ticket.isKnown;
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
      this.#settled = this.#fail(how.reason ?? 'wrong_credentials', this.#told(how.account));
    }
    await this.#settled;
    return this.#next;
  }

  async succeeded(how: { readonly account?: string | readonly string[] } = {}): Promise<void> {
    if (this.outcome === undefined) {
      this.outcome = 'success';
      const given = how.account ?? [];
      const told = typeof given === 'string' ? [given] : given;
      this.#settled = this.#succeed(told.map((name) => this.#told(name)));
    }
    await this.#settled;
  }

  async ignored(): Promise<void> {
    if (this.outcome === undefined) {
      this.outcome = 'ignored';
      this.#settled = this.#request.ticket.refund(this.#parts.now());
    }
    await this.#settled;
  }

  /** The app's own name for the account; `''` for none. */
  #told(account: string | undefined): string {
    return account === undefined ? '' : this.#parts.normalise(account);
  }

  async #fail(reason: string, told: string): Promise<void> {
    const { throttle, repeated, now } = this.#parts;
    const { who, ticket, aim } = this.#request;
    const { sent, origin } = who;
    const isNew = told !== '' && who.accounts.every(({ name }) => name !== told);
    // Which name was guessed at is known only now, and so is whether this was tried on it before.
    const added = isNew ? aim(told) : undefined;
    const accounts = added === undefined ? who.accounts : [...who.accounts, added];
    const isRepeated =
      added !== undefined && sent !== undefined && repeated.count(added.account, sent, now()) > 0;
    this.#tellFailure(accounts, reason);
    this.#note(ticket, accounts);
    if (added === undefined) return;
    const judged = { hasPassed: true, isCounted: !isRepeated };
    this.#note(await throttle.count(added, origin, judged, now()), accounts);
  }

  /** An attempt that names several accounts is one on each. */
  #tellFailure(accounts: readonly NamedAccount[], reason: string): void {
    const { bus, repeated, now } = this.#parts;
    const { source_ip, client, sent } = this.#request.who;
    for (const { name, account } of orNobody(accounts)) {
      const times = sent === undefined ? 0 : repeated.count(account, sent, now());
      if (times === 0) this.#observe('failure', account, reason);
      const told = { account: name || undefined, reason, source_ip, client };
      if (times === 0) bus.emit('authn_login_fail', told);
      // The first, the second, the fourth, the eighth: a line each would fill the log.
      else if (isPowerOfTwo(times)) bus.emit('authn_login_fail', { ...told, repeats: times });
      if (sent !== undefined && OF_PASSWORD.has(reason)) repeated.add(account, sent, now());
    }
  }

  /** @param told The account's own names, as the app has them. */
  async #succeed(told: readonly string[]): Promise<void> {
    const { bus, now } = this.#parts;
    const { who, ticket, aim, remember } = this.#request;
    const { accounts, source_ip, client } = who;
    // Only the app knows which account was entered: what was typed may be another's name, which the app did
    // not look at. Without its word it is the one that was typed, and of several none.
    const [first] = told;
    const alone = accounts.length === 1 ? accounts[0] : undefined;
    const entered =
      accounts.find(({ name }) => told.includes(name)) ??
      (first === undefined || first === '' ? alone : aim(first));
    const { name = '', account: seen = '' } = entered ?? accounts[0] ?? {};
    const account = entered?.account;
    this.#observe('success', seen, '');
    const from = { source_network: source_ip, client };
    bus.emit('authn_login_success', { account: name, ...from });
    if (account !== undefined) remember(account);
    const retries = await ticket.succeed(account, now());
    if (retries > 0) {
      bus.emit('authn_login_successafterfail', { account: name, retries, ...from });
    }
  }

  #observe(outcome: 'success' | 'failure', account: string, reason: string): void {
    const time = this.#parts.now();
    this.#parts.observe(observed(this.#request.who, account, { time, outcome, reason }));
  }

  /** Tells of limits that this failure reached, and what the next attempt will meet. */
  #note({ decision, keys }: Ticket, accounts: readonly NamedAccount[]): void {
    const { now, refuses } = this.#parts;
    const verdicts = keys.map((key, index) => {
      const failures = decision.failures[index] ?? 0;
      if (key.isExempt) return undefined;
      if (this.#request.isCounted) this.#tellLimit(key, failures, accounts);
      return judge(key.rule, failures, now(), now(), false);
    });
    if (!refuses) return;
    const { action, wait } = mostUrgent(keys, verdicts, decision.failures);
    const left = Math.min(
      ...keys.map(({ rule }, index) => quotaOf(rule) - (decision.failures[index] ?? 0)),
    );
    this.#next = {
      action: wait > this.#next.wait || this.#next.action === 'allow' ? action : this.#next.action,
      wait: Math.max(wait, this.#next.wait),
      left: Math.max(0, Math.min(left, this.#next.left)),
    };
  }

  #tellLimit(
    { rule, account }: CountedKey,
    failures: number,
    accounts: readonly NamedAccount[],
  ): void {
    const { tiers, name: limit } = rule;
    const tier = tiers.find(({ after }) => after === failures);
    if (tier === undefined) return;
    const { source_ip, client } = this.#request.who;
    const named = accounts.find((one) => account === '' || one.account === account);
    const who = { account: named?.name, source_ip, client, failures };
    const { bus } = this.#parts;
    if (tier.action === 'lock') {
      bus.emit('authn_login_lock', { ...who, reason: limit, duration: tier.for });
    } else if (tier === tiers[0]) bus.emit('authn_login_fail_max', { ...who, limit });
  }
}

function isPowerOfTwo(count: number): boolean {
  return Number.isInteger(Math.log2(count));
}
