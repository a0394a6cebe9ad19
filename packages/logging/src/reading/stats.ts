import type { LogEntry } from './log-entries.ts';

/** How often something is in the log. */
export interface Share {
  readonly name: string;
  readonly count: number;
}

/** A log at a glance. */
export interface LogStats {
  readonly lines: number;
  /** Milliseconds since 1970; `undefined` where there are no lines. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly categories: readonly Share[];
  readonly levels: readonly Share[];
  /** The most frequent ones. */
  readonly events: readonly Share[];
  readonly addresses: readonly Share[];
  readonly accounts: readonly Share[];
}

const SHOWN = 10;
/** Counting every address of an attack exactly is not worth the memory of the machine that looks. */
const MOST_NAMES = 100_000;

/** Counts lines. */
export async function logStats(entries: AsyncIterable<LogEntry>): Promise<LogStats> {
  const categories = new Tally();
  const levels = new Tally();
  const events = new Tally();
  const addresses = new Tally();
  const accounts = new Tally();
  let lines = 0;
  let first: number | undefined;
  let last: number | undefined;
  for await (const { time, category, level, event, data } of entries) {
    lines += 1;
    first ??= time;
    last = time;
    categories.add(category);
    levels.add(level);
    events.add(event === '' ? '(app)' : event);
    addresses.add(data['source_ip'] ?? data['source_network'] ?? data['network']);
    accounts.add(data['account']);
  }
  return {
    lines,
    first,
    last,
    categories: categories.top(),
    levels: levels.top(),
    events: events.top(),
    addresses: addresses.top(),
    accounts: accounts.top(),
  };
}

class Tally {
  readonly #counts = new Map<string, number>();

  add(name: unknown): void {
    if (typeof name !== 'string' || name === '') return;
    const count = this.#counts.get(name);
    if (count === undefined && this.#counts.size >= MOST_NAMES) return;
    this.#counts.set(name, (count ?? 0) + 1);
  }

  top(): Share[] {
    return [...this.#counts]
      .toSorted(([, left], [, right]) => right - left)
      .slice(0, SHOWN)
      .map(([name, count]) => ({ name, count }));
  }
}
