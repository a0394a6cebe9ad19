import { loginDetectors } from '@emas/login-guard';
import type { Incident, LoginAttempt } from '@emas/login-guard';

/** Where and when an attempt came from, and what became of it. */
export interface Try extends Partial<LoginAttempt> {
  /** Seconds after the beginning. */
  readonly at: number;
}

export const BEGINNING: number = Date.parse('2026-11-23T01:00:00Z');
export const OFFICE = '203.0.113.0/24';

/** An attempt from the office that fails, unless told otherwise. */
export function attempt({ at, ...more }: Try): LoginAttempt {
  const outcome = more.outcome ?? 'failure';
  return {
    time: BEGINNING + at * 1000,
    outcome,
    reason: outcome === 'failure' ? 'wrong_password' : '',
    account: 'aisyah',
    prefix: OFFICE,
    country: 'MY',
    client: 'Firefox 128',
    ...more,
  };
}

/** So many, made by their number. */
export function many(count: number, make: (number: number) => Try): LoginAttempt[] {
  return Array.from({ length: count }, (_, number) => attempt(make(number)));
}

/** The hundredth address block, the thousandth: each a /24 of its own. */
export function blockOf(number: number): string {
  return `${20 + Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}.0/24`;
}

export interface Told {
  readonly incidents: readonly Incident[];
  readonly opened: readonly Incident[];
  readonly grown: readonly Incident[];
}

/** What detectors say to the attempts. */
export function watch(attempts: readonly LoginAttempt[]): Told {
  const detectors = loginDetectors();
  const opened: Incident[] = [];
  const grown: Incident[] = [];
  detectors.subscribe((change, incident) => {
    (change === 'opened' ? opened : grown).push(incident);
  });
  for (const one of attempts) detectors.observe(one);
  return { incidents: detectors.incidents(), opened, grown };
}

export const kinds = (attempts: readonly LoginAttempt[]): string[] =>
  watch(attempts).incidents.map(({ kind }) => kind);

export const member = (number: number): string => `member-${number}`;
export const success = (at: number, more: object = {}): LoginAttempt =>
  attempt({ at, outcome: 'success', ...more });
