import type { DeveloperSource } from '../options.ts';

/** What the developer page's questions go to. */
export interface DeveloperDesk extends DeveloperSource {
  readonly app: string;
  /** Where the address names none. */
  readonly timeZone: string;
}

/** As long as counts are kept. */
export const KEPT_MS: number = 400 * 86_400_000;

/** The slots of a report, and which of them an instant lies in. */
export interface Slots {
  readonly starts: readonly string[];
  readonly indexOf: (instant: number) => number;
}

/** How often one thing happened in an hour, as ClickHouse counts it. */
export interface HourCount {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly hour: number;
  readonly count: number;
}

/** Counts beside the slots, by name. */
export function trendsOf(counts: readonly HourCount[], slots: Slots): Map<string, number[]> {
  const trends = new Map<string, number[]>();
  for (const { name, hour, count } of counts) {
    const trend = trends.get(name) ?? noTrend(slots);
    trends.set(name, trend);
    const index = slots.indexOf(hour);
    if (index >= 0) trend[index] = (trend[index] ?? 0) + count;
  }
  return trends;
}

/**
 * Of what two sources tell of the same, by name that which tells more: a line is there at once and of this
 * machine, its count some seconds later and of all machines.
 */
export function fullerTrends(
  left: ReadonlyMap<string, number[]>,
  right: ReadonlyMap<string, number[]>,
): Map<string, number[]> {
  const fuller = new Map(left);
  for (const [name, trend] of right) {
    const other = fuller.get(name);
    if (other === undefined || sum(trend) > sum(other)) fuller.set(name, trend);
  }
  return fuller;
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

export function noTrend({ starts }: Slots): number[] {
  return Array.from({ length: starts.length }, () => 0);
}

/** `2026-11-23 16:00:00`, UTC, as the log's counts have hours. */
export function instantOfHour(hour: string): number {
  return Date.parse(`${hour.replace(' ', 'T')}Z`);
}
