import { monthOf } from '@emas/log-lines';
import type { TimeOptions } from './line-form.ts';

const DAY = 86_400_000;
const ISO_LOCAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?$/;
const SYSLOG = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?: (\d{4}))?$/;

/**
 * Reads `2026-11-23T10:00:00.123456+08:00`, the same without a zone, `Nov 23 10:00:00` and
 * `Nov 23 10:00:00 2026`; NaN for anything else.
 */
export function localTimeReader({ timeZone, year, latest }: TimeOptions): (text: string) => number {
  const zone = zoneOffset(timeZone);
  const at = (inYear: number, month: number, rest: readonly number[]): number => {
    const [day = 1, hour = 0, minute = 0, second = 0, fraction = 0] = rest;
    const utc = Date.UTC(inYear, month, day, hour, minute, second) + fraction;
    // The offset of about then; near a change of the clocks it may be an hour off.
    return utc - zone(utc - zone(utc));
  };
  /** On New Year's Eve a line of the new year may come from a zone that is ahead. */
  const latestYear = (month: number, rest: readonly number[]): number => {
    const thisYear = new Date(latest).getUTCFullYear();
    const years = [thisYear + 1, thisYear, thisYear - 1].map((one) => at(one, month, rest));
    return years.find((time) => time <= latest + DAY) ?? Number.NaN;
  };
  return (text) => {
    const [, isoYear, isoMonth, ...isoRest] = ISO_LOCAL.exec(text) ?? [];
    if (isoYear !== undefined) {
      const fraction = Number(`0.${isoRest[4] ?? 0}`) * 1000;
      return at(Number(isoYear), Number(isoMonth) - 1, [
        ...isoRest.slice(0, 4).map(Number),
        fraction,
      ]);
    }
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return Date.parse(text);
    const [, name = '', ...parts] = SYSLOG.exec(text) ?? [];
    const month = monthOf(name);
    if (month < 0) return Number.NaN;
    const rest = parts.slice(0, 4).map(Number);
    const own = parts[4] === undefined ? year : Number(parts[4]);
    return own === undefined ? latestYear(month, rest) : at(own, month, rest);
  };
}

/** Milliseconds that a zone is ahead of UTC at a time. */
function zoneOffset(timeZone: string | undefined): (time: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...(timeZone === undefined ? {} : { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const known = new Map<number, number>();
  return (time) => {
    // Offsets change at full hours at most.
    const hour = Math.floor(time / 3_600_000) * 3_600_000;
    const cached = known.get(hour);
    if (cached !== undefined) return cached;
    const parts = new Map(
      format.formatToParts(hour).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    if (known.size > 10_000) known.clear();
    known.set(hour, local - hour);
    return local - hour;
  };
}
