const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov` is 10; -1 for what is no month. */
export function monthOf(name: string): number {
  return MONTHS.indexOf(name);
}

const CLF =
  /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?([+-])(\d\d):?(\d\d))?$/;
const ZONE = /^ ?[+-]\d\d:?\d\d$/;
const COLON = 58;

/**
 * Reads times of the Common Log Format, `20/Nov/2026:10:00:00 +0800`; NaN for anything else. Lines that follow
 * one another are of one day and one zone, so mostly the clock alone is read.
 *
 * @param instantOf What a local time without a zone is.
 */
export function clfTimeReader(instantOf: (local: number) => number): (text: string) => number {
  let knownDay = '';
  let knownZone = '';
  let midnight = Number.NaN;
  return (text) => {
    const day = text.slice(0, 12);
    const rest = text.slice(20);
    const clock = clockAt(text, 12);
    if (day === knownDay && rest === knownZone) return midnight + clock;
    const time = clfTime(CLF.exec(text), instantOf);
    // Of a zone that the text does not name, the offset may change within a day.
    if (!Number.isNaN(time) && ZONE.test(rest)) {
      knownDay = day;
      knownZone = rest;
      midnight = time - clock;
    }
    return time;
  };
}

/** Milliseconds since midnight of `10:00:00`; NaN for anything else. */
function clockAt(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON) return Number.NaN;
  return (
    (twoDigits(text, at) * 3600 + twoDigits(text, at + 3) * 60 + twoDigits(text, at + 6)) * 1000
  );
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function clfTime(parts: RegExpExecArray | null, instantOf: (local: number) => number): number {
  const [, day, name = '', year, hour, minute, second, fraction, sign, hours, minutes] =
    parts ?? [];
  const month = monthOf(name);
  if (month < 0) return Number.NaN;
  const clock = Date.UTC(
    Number(year),
    month,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const local = clock + Math.floor(Number(`0.${fraction ?? 0}`) * 1000);
  if (sign === undefined) return instantOf(local);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? local + offset : local - offset;
}
