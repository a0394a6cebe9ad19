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
]);
/** Failures before a sign-in, from which on it is no slip of the finger. */
const MANY_RETRIES = 5;
/** Ends that somebody had a reason for; a session that was idle is no measure. */
const ENDS: ReadonlySet<string> = new Set(['revoked', 'binding', 'account_limit']);
const ANSWERS: ReadonlySet<string> = new Set([
  'login_incident_changed',
  'login_prefix_blocked',
  'authn_login_lock',
  'session_expired',
]);
const INCIDENTS: ReadonlySet<string> = new Set(['login_incident_opened', 'login_incident_grew']);
const ORIGINS = ['source_ip', 'source_network'] as const;

/** Reads lines in any order. */
export class BreachReader {
  readonly #only: ReadonlySet<string> | undefined;
  readonly #accounts = new Map<string, ConcernedAccount>();
  readonly #incidents = new Map<string, SeenIncident>();
  readonly #answers = new Map<string, number>();
  readonly #readers = new Map<string, number>();

  /** @param only Hashes of the account that it is about; `undefined` for all. */
  constructor(only: ReadonlySet<string> | undefined) {
    this.#only = only;
  }

  take(entry: LogEntry): void {
    const { event, time, data } = entry;
    const account = textOf(data['account']);
    if (event === 'sensitive_read') grow(this.#readers, textOf(data['by']), countOf(data));
    if (INCIDENTS.has(event)) this.#note(time, data);
    if (account !== '' && this.#only?.has(account) === false) return;
    if (isAnswer(event, data)) grow(this.#answers, event, countOf(data));
    if (account !== '') this.#count(account, entry);
  }

  #count(account: string, { event, time, data }: LogEntry): void {
    const count = countOf(data);
    const known = this.#accounts.get(account) ?? newAccount(account, time);
    this.#accounts.set(account, known);
    known.first = Math.min(known.first, time);
    known.last = Math.max(known.last, time);
    if (event === 'authn_login_fail') known.failed += count;
    if (/^authn_login_success/.test(event)) known.entered += 1;
    if (isSign(event, data)) grow(known.signs, event, count);
    for (const origin of originsIn(data)) grow(known.origins, origin, count);
  }

  /** Accounts with a sign, the most signs first; of one that was named, in any case. */
  facts(): BreachFacts {
    const accounts = [...this.#accounts.values()]
      .filter(({ signs }) => this.#only !== undefined || signs.size > 0)
      .toSorted((left, right) => total(right.signs) - total(left.signs));
    const incidents = [...this.#incidents.values()].toSorted(
      (left, right) => left.time - right.time,
    );
    return { accounts, incidents, answers: this.#answers, readers: this.#readers };
  }

  /** An attack that began before is told by its growth; each once, by its first line. */
  #note(time: number, data: LogEntry['data']): void {
    const [subject, id] = [textOf(data['subject']), textOf(data['incident'])];
    const only = this.#only;
    if (only !== undefined && !subject.split(' ').some((word) => only.has(word))) return;
    const [kind, severity] = [textOf(data['kind']), textOf(data['severity'])];
    const known = this.#incidents.get(id);
    if (known !== undefined && known.time <= time) return;
    this.#incidents.set(id, { time, kind, severity, subject });
  }
}

function isSign(event: string, { retries }: LogEntry['data']): boolean {
  const isSlip = event === 'authn_login_successafterfail' && Number(retries) < MANY_RETRIES;
  return SIGNS.has(event) && !isSlip;
}

function isAnswer(event: string, { reason }: LogEntry['data']): boolean {
  return ANSWERS.has(event) && (event !== 'session_expired' || ENDS.has(textOf(reason)));
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
