import { localTime } from '@emas/calendar';
import { clfTimeReader } from './clf-time.ts';

/** A larger number is of the next smaller unit: 1e11 seconds are the year 5138. */
const UNITS = [1e17, 1e14, 1e11] as const;
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const HAS_ZONE = /(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * Milliseconds since 1970 of a time as logs write it: ISO 8601, or seconds, milliseconds, microseconds or
 * nanoseconds since 1970, which their size tells apart. NaN for anything else.
 */
export function logTime(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return Date.parse(text);
  const [nanoseconds, microseconds, milliseconds] = UNITS;
  if (number > nanoseconds) return number / 1e6;
  if (number > microseconds) return number / 1000;
  return number > milliseconds ? number : number * 1000;
}

/**
 * Reads times of access logs: what `logTime()` reads, and those of the Common Log Format,
 * `20/Nov/2026:10:00:00 +0800`. NaN for anything else.
 *
 * @param timeZone Of times that name none.
 */
export function accessTimeReader(timeZone: string): (text: string) => number {
  const offsetAt = zoneOffset(timeZone);
  // Of local times, the offset of about then; next to a change of the clocks it may be an hour off.
  const instantOf = (local: number): number => local - offsetAt(local - offsetAt(local));
  let lastText = '';
  let lastTime = Number.NaN;
  const readClf = clfTimeReader(instantOf);
  const read = (text: string): number => {
    if (text[2] === '/') return readClf(text);
    if (!ISO.test(text)) return /^\d{1,19}(?:\.\d{1,9})?$/.test(text) ? logTime(text) : Number.NaN;
    const iso = text.replace(' ', 'T');
    return HAS_ZONE.test(iso.slice(10)) ? Date.parse(iso) : instantOf(Date.parse(`${iso}Z`));
  };
  // Lines that follow one another are often of the same second.
  return (text) => {
    if (text === lastText) return lastTime;
    lastTime = read(text);
    lastText = text;
    return lastTime;
  };
}

const MINUTE = 60_000;
/** Offsets change at multiples of a quarter of an hour. */
const QUARTER = 15 * MINUTE;

/** Milliseconds that a zone is ahead of UTC at a time. */
function zoneOffset(timeZone: string): (time: number) => number {
  let quarter = Number.NaN;
  let offset = 0;
  return (time) => {
    if (timeZone === 'UTC' || Number.isNaN(time)) return 0;
    const wanted = Math.floor(time / QUARTER) * QUARTER;
    if (wanted !== quarter) {
      quarter = wanted;
      offset = Date.parse(`${localTime(wanted, timeZone)}Z`) - wanted;
    }
    return offset;
  };
}
