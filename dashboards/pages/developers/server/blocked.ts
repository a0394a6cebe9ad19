import { BLOCKED_EVENTS, blockedReport } from '@emas/hardening/internal';
import type { LogEntry } from '@emas/logging';
import type { BlockedRow } from '../contract.ts';

const EVENTS: ReadonlySet<string> = new Set(BLOCKED_EVENTS);

/** Whether a line says that something was blocked, or would have been. */
export function isBlocking({ event }: LogEntry): boolean {
  return EVENTS.has(event);
}

/** Anybody can send a report that a browser would send: what is beyond so many kinds is not worth a look. */
const MOST_ROWS = 200;

export function blockedRows(lines: readonly LogEntry[]): BlockedRow[] {
  return blockedReport(lines)
    .slice(0, MOST_ROWS)
    .map((thing) => ({ ...thing, last: new Date(thing.last).toISOString() }));
}
