import type { LogEntry } from '@emas/logging';

/** What the log knows of one account in the time that is looked at. */
export interface ConcernedAccount {
  /** Its hash, as the log has it. */
  readonly account: string;
  /** Milliseconds since 1970. */
  first: number;
  last: number;
  failed: number;
  entered: number;
  /** Events that are a sign of somebody else in the account, how often each. */
  readonly signs: Map<string, number>;
  /** Addresses and networks, how often each. */
  readonly origins: Map<string, number>;
}

/** An attack that was seen. */
export interface SeenIncident {
  readonly time: number;
  readonly kind: string;
  readonly severity: string;
  readonly subject: string;
}

/** What the log says that may have happened. */
export interface BreachFacts {
  readonly accounts: readonly ConcernedAccount[];
  readonly incidents: readonly SeenIncident[];
  /** What was done about it: blocks, incidents dealt with, sessions ended. */
  readonly answers: ReadonlyMap<string, number>;
  /** Staff that read lines of the log, how often each. */
  readonly readers: ReadonlyMap<string, number>;
}

/** A sign-in that follows failures, two countries at once, a session that is not believed. */
const SIGNS: ReadonlySet<string> = new Set([
  'authn_login_successafterfail',
  'authn_impossible_travel',
  'session_address_changed',
  'session_challenged',
  'session_use_after_expire',
]);
const ANSWERS: ReadonlySet<string> = new Set([
  'login_incident_changed',
  'login_prefix_blocked',
  'authn_login_lock',
  'session_expired',
]);
const ORIGINS = ['source_ip', 'source_network'] as const;

/** Reads lines in any order. */
export class BreachReader {
  readonly #only: ReadonlySet<string> | undefined;
  readonly #accounts = new Map<string, ConcernedAccount>();
  readonly #incidents: SeenIncident[] = [];
  readonly #answers = new Map<string, number>();
  readonly #readers = new Map<string, number>();

  /** @param only Hashes of the account that it is about; `undefined` for all. */
  constructor(only: ReadonlySet<string> | undefined) {
    this.#only = only;
  }

  take({ event, time, data }: LogEntry): void {
    const count = countOf(data);
    if (ANSWERS.has(event)) grow(this.#answers, event, count);
    if (event === 'sensitive_read') grow(this.#readers, textOf(data['by']), count);
    if (event === 'login_incident_opened') this.#note(time, data);
    const account = textOf(data['account']);
    if (account === '' || this.#only?.has(account) === false) return;
    const known = this.#accounts.get(account) ?? newAccount(account, time);
    this.#accounts.set(account, known);
    known.first = Math.min(known.first, time);
    known.last = Math.max(known.last, time);
    if (event === 'authn_login_fail') known.failed += count;
    if (/^authn_login_success/.test(event)) known.entered += 1;
    if (SIGNS.has(event)) grow(known.signs, event, count);
    for (const origin of originsIn(data)) grow(known.origins, origin, count);
  }

  /** Accounts with a sign, the most signs first; of one that was named, in any case. */
  facts(): BreachFacts {
    const accounts = [...this.#accounts.values()]
      .filter(({ signs }) => this.#only !== undefined || signs.size > 0)
      .toSorted((left, right) => total(right.signs) - total(left.signs));
    const incidents = this.#incidents.toSorted((left, right) => left.time - right.time);
    return { accounts, incidents, answers: this.#answers, readers: this.#readers };
  }

  #note(time: number, data: LogEntry['data']): void {
    const subject = textOf(data['subject']);
    const isMeant =
      this.#only === undefined || [...this.#only].some((one) => subject.includes(one));
    if (!isMeant) return;
    const [kind, severity] = [textOf(data['kind']), textOf(data['severity'])];
    this.#incidents.push({ time, kind, severity, subject });
  }
}

function originsIn(data: LogEntry['data']): string[] {
  return ORIGINS.map((field) => textOf(data[field])).filter((origin) => origin !== '');
}

function newAccount(account: string, time: number): ConcernedAccount {
  const [signs, origins] = [new Map<string, number>(), new Map<string, number>()];
  return { account, first: time, last: time, failed: 0, entered: 0, signs, origins };
}

function grow(counts: Map<string, number>, name: string, by: number): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Lines of one kind are folded into one with a count. */
function countOf(data: LogEntry['data']): number {
  const { count } = data;
  return typeof count === 'number' && count > 0 ? count : 1;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
