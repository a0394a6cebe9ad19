import { isLocalDay } from '@emas/calendar';
import { PERIODS } from '@emas/dashboards/internal';
import { InvalidArgumentError } from 'commander';

/** A period as an address of the dashboard names it. */
export type AskedPeriod =
  | { readonly period: (typeof PERIODS)[number] }
  | { readonly period: 'custom'; readonly from: string; readonly to: string };

const PERIOD_FORMS = `${PERIODS.join(', ')}, or 2026-11-01..2026-11-07`;

/** One of the dashboard's periods, or the first and the last day of one's own. */
export function readPeriod(text: string): AskedPeriod {
  const period = PERIODS.find((one) => one === text);
  if (period !== undefined) return { period };
  const [from = '', to = '', ...more] = text.split('..');
  if (more.length > 0 || !isLocalDay(from) || !isLocalDay(to)) {
    throw new InvalidArgumentError(`Expected ${PERIOD_FORMS}.`);
  }
  if (from > to) throw new InvalidArgumentError('The first day comes after the last.');
  return { period: 'custom', from, to };
}
