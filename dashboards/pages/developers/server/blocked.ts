import { blockedReport } from '@emas/hardening/internal';
import type { LogEntry } from '@emas/logging';
import type { BlockedRow } from '../contract.ts';

/** Anybody can send a report that a browser would send: what is beyond so many kinds is not worth a look. */
const MOST_ROWS = 200;

export function blockedRows(lines: readonly LogEntry[]): BlockedRow[] {
  return blockedReport(lines)
    .slice(0, MOST_ROWS)
    .map((thing) => ({ ...thing, last: new Date(thing.last).toISOString() }));
}
