import type { PartReading } from './part-reading.ts';

/** What can be wrong with a part, the most urgent first. */
export const DEGRADED = [
  /** Rows or lines were lost in the last ten minutes. */
  'dropping',
  /** It does not answer. */
  'away',
  /** It answers, and takes no writes. */
  'unwritable',
  /** More than half of the spool is taken. */
  'filling',
  /** The oldest row has waited for more than a minute. */
  'waiting',
  /** Rows lie in the dead-letter file. */
  'parked',
] as const;

export type DegradedStanding = (typeof DEGRADED)[number];

const WAITS_TOO_LONG_MS = 60_000;
const FILLING_FROM = 0.5;

/**
 * What is wrong with a part at this moment, as far as one reading tells: see `RecentDrops` for what was lost.
 *
 * @param now Milliseconds since 1970.
 */
export function standingsNow({ access, flow }: PartReading, now: number): DegradedStanding[] {
  const { oldest = now, spoolUsed = 0, parked = 0 } = flow ?? {};
  const found: Readonly<Record<Exclude<DegradedStanding, 'dropping'>, boolean>> = {
    away: access === 'away',
    unwritable: access === 'unwritable',
    filling: spoolUsed > FILLING_FROM,
    waiting: now - oldest > WAITS_TOO_LONG_MS,
    parked: parked > 0,
  };
  return DEGRADED.filter((standing) => standing !== 'dropping' && found[standing]);
}
