import { canonicalAddress } from '@emas/addresses';
import { ATTEMPT_OUTCOMES } from '../attempt.ts';
import { objectOf, textAt } from './json-objects.ts';
import type { JsonObject } from './json-objects.ts';
import { timesOf } from './programs/program-messages.ts';
import type { RawAttempt } from './raw-attempt.ts';

// authn_login_successafterfail is told beside authn_login_success, of the same attempt.
const OUTCOMES: Readonly<Record<string, RawAttempt['outcome']>> = ATTEMPT_OUTCOMES;

/** A line of our own log. */
export function parseOwnLine(line: string): RawAttempt | 'none' | undefined {
  const found = objectOf(line);
  return found === undefined ? undefined : readOwnObject(found);
}

/** The same, parsed. */
export function readOwnObject(line: JsonObject): RawAttempt | 'none' | undefined {
  if (line['erased'] !== undefined) return 'none';
  if (typeof line['category'] !== 'string') return undefined;
  const time = Date.parse(text(line['time']));
  if (Number.isNaN(time)) return undefined;
  const { data } = line;
  const fields = typeof data === 'object' && data !== null ? { ...data } : {};
  return attemptOf(line['event'], time, fields) ?? 'none';
}

/** The attempt that an event tells of. */
export function attemptOf(event: unknown, time: number, data: JsonObject): RawAttempt | undefined {
  const outcome = typeof event === 'string' ? OUTCOMES[event] : undefined;
  if (outcome === undefined) return undefined;
  // The same wrong password again is no guess: the guard itself does not count it either.
  if (Number(textAt(data, 'repeats')) > 0) return undefined;
  return {
    time,
    outcome,
    reason: text(data['reason']),
    account: text(data['account']),
    isHashed: true,
    // Of a success there is the network only, whose first address stands for all.
    address: canonicalAddress(text(data['source_ip'] ?? data['source_network']).split('/', 1)[0]),
    client: text(data['client']),
    // Refusals after the first are told as a count.
    count: timesOf(textAt(data, 'count')),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
