import type { Interval } from '@emas/calendar';
import type { CheckedQuestion, Dimension } from './question.ts';

/**
 * Where an answer comes from: whole days of the app's zone (smallest), quarters of an hour, or the cube
 * that knows every filter.
 */
export type Grain = 'day' | 'slot' | 'cube';

/** Which daily table has a dimension, and its column of visitors. */
export interface DailyColumn {
  readonly table: string;
  readonly visitors: string;
}

/** The rollups that answer without the cube, as data. */
export const DAILY: Readonly<Record<Exclude<Dimension, 'exit_page'>, DailyColumn>> = {
  page: { table: 'emas_pages_daily', visitors: 'visitors' },
  entry_page: { table: 'emas_entry_pages_daily', visitors: 'visitors' },
  source: { table: 'emas_sources_daily', visitors: 'visitors_source' },
  channel: { table: 'emas_sources_daily', visitors: 'visitors_channel' },
  referrer: { table: 'emas_sources_daily', visitors: 'visitors_referrer' },
  utm_source: { table: 'emas_sources_daily', visitors: 'visitors_utm_source' },
  utm_medium: { table: 'emas_sources_daily', visitors: 'visitors_utm_medium' },
  utm_campaign: { table: 'emas_sources_daily', visitors: 'visitors_utm_campaign' },
  device: { table: 'emas_clients_daily', visitors: 'visitors' },
  browser: { table: 'emas_clients_daily', visitors: 'visitors' },
  os: { table: 'emas_clients_daily', visitors: 'visitors' },
  country: { table: 'emas_clients_daily', visitors: 'visitors' },
};

/** The smallest rollup that has the figures. */
export function planFigures(
  question: CheckedQuestion,
  siteZone: string,
  interval: Interval | 'whole',
): Grain {
  if (question.filters.length > 0) return 'cube';
  const partsOfDays = interval === 'hour' || interval === 'quarter_hour';
  return wholeDays(question, siteZone) && !partsOfDays ? 'day' : 'slot';
}

/** The smallest rollup that has the rows. */
export function planBreakdown(question: CheckedQuestion, siteZone: string): 'day' | 'cube' {
  return question.filters.length === 0 && wholeDays(question, siteZone) ? 'day' : 'cube';
}

function wholeDays(question: CheckedQuestion, siteZone: string): boolean {
  return question.until === undefined && question.timeZone === siteZone;
}
