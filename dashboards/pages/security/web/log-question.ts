import type { LogLine } from '../contract.ts';

/** What is looked for in the log, beside the view's days and filters. */
export interface LogQuestion {
  readonly text: string;
  /** A name, or a pattern such as `authn_*`. */
  readonly event: string;
  /** '' for any. */
  readonly level: string;
  readonly limit: number;
}

/** Levels from the gravest on; '' for any. */
export const LEVELS = ['', 'error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'] as const;

export const FIRST_LINES = 200;
/** The server gives no more at once. */
const MOST_LINES = 10_000;

/** The path of a search. @param viewQuery Days and filters of the view. */
export function linesPath(viewQuery: string, { text, event, level, limit }: LogQuestion): string {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries({ text, event, level })) {
    if (value !== '') query.set(name, value);
  }
  return `api/security/lines?${viewQuery}&${query.toString()}`;
}

/** How many lines to ask for next; null where there are no more to get. */
export function nextLimit(shown: number, matched: number, limit: number): number | null {
  return shown < matched && limit < MOST_LINES ? Math.min(MOST_LINES, limit * 5) : null;
}

/** What a line carries, one pair for each value however deep it lies: `error.message`. */
export function dataPairs(data: LogLine['data']): (readonly [string, string])[] {
  return Object.entries(data).flatMap(([key, value]) => pairsOf(key, value));
}

function pairsOf(key: string, value: unknown): (readonly [string, string])[] {
  if (typeof value === 'string') return [[key, value]];
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  const inner = isPlain ? Object.entries(value) : [];
  if (inner.length === 0) return [[key, JSON.stringify(value) ?? '']];
  return inner.flatMap(([name, part]) => pairsOf(`${key}.${name}`, part));
}
