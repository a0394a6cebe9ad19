import { sqlTime } from '@emas/clickhouse/internal';
import { networkOf } from '../attempt.ts';
import type { LoginAttempt } from '../attempt.ts';

/** A row of `emas_login_attempts`. */
export interface AttemptRow {
  readonly hour: string;
  readonly app: string;
  readonly outcome: string;
  readonly reason: string;
  readonly account: string;
  readonly prefix: string;
  readonly network: string;
  readonly country: string;
  readonly client: string;
  count: number;
  readonly first: string;
  last: string;
}

/** An attack from everywhere at once: what comes beyond counts without account, network and client. */
const MOST_ROWS = 50_000;
const HOUR = 3_600_000;

/** Counts attempts in memory until they are written. */
export class AttemptCounts {
  readonly #app: string;
  #rows = new Map<string, AttemptRow>();

  constructor(app: string) {
    this.#app = app;
  }

  add({ time, outcome, reason, ...attempt }: LoginAttempt): void {
    const isFull = this.#rows.size >= MOST_ROWS;
    const { account, prefix, country, client } = isFull ? NOBODY : attempt;
    const hour = Math.floor(time / HOUR);
    const key = [hour, outcome, reason, account, prefix, country, client].join('\0');
    const at = sqlTime(time);
    const row = this.#rows.get(key);
    if (row !== undefined) {
      row.count += 1;
      row.last = at;
      return;
    }
    this.#rows.set(key, {
      hour: sqlTime(hour * HOUR).slice(0, 'YYYY-MM-DD hh:mm:ss'.length),
      app: this.#app,
      outcome,
      reason,
      account,
      prefix,
      network: networkOf(prefix),
      country,
      client,
      count: 1,
      first: at,
      last: at,
    });
  }

  /** What was counted since the last time. */
  take(): AttemptRow[] {
    const rows = [...this.#rows.values()];
    this.#rows = new Map();
    return rows;
  }
}

const NOBODY = { account: '', prefix: '', country: '', client: '' } as const;
