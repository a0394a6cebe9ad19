import { canonicalAddress } from '@emas/addresses';
import { ATTEMPT_OUTCOMES } from '../attempt.ts';
import type { RawAttempt } from './raw-attempt.ts';

// authn_login_successafterfail is told beside authn_login_success, of the same attempt.
const OUTCOMES: Readonly<Record<string, RawAttempt['outcome']>> = ATTEMPT_OUTCOMES;

const MOST_COUNTED = 1000;

/** A line of our own log. */
export function parseOwnLine(line: string): RawAttempt | undefined {
  const found = objectOf(line);
  const event = found?.['event'];
  const outcome = typeof event === 'string' ? OUTCOMES[event] : undefined;
  if (outcome === undefined) return undefined;
  const time = Date.parse(text(found?.['time']));
  if (Number.isNaN(time)) return undefined;
  const data = fieldsOf(found?.['data']);
  return {
    time,
    outcome,
    reason: text(data['reason']),
    account: text(data['account']),
    address: canonicalAddress(text(data['source_ip'])),
    client: text(data['client']),
    count: countOf(data['count']),
  };
}

/** Whether a line is one of our log, whatever it tells. */
export function isOwnLine(line: string): boolean {
  const found = objectOf(line);
  return typeof found?.['time'] === 'string' && typeof found['category'] === 'string';
}

type Fields = Readonly<Record<string, unknown>>;

function objectOf(line: string): Fields | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return fieldsOf(value);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Refusals after the first are told as a count. */
function countOf(value: unknown): number {
  return typeof value === 'number' && value >= 1 ? Math.min(MOST_COUNTED, Math.floor(value)) : 1;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
