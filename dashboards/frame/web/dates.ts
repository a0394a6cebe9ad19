import type { Interval, ReportRange } from '../contract.ts';
import type { Texts } from '../words/en.ts';

/**
 * A report's local date-times carry no offset. They are read as if they were UTC and written in
 * UTC, so neither the browser's zone nor a clock change can shift them.
 */
function localDate(start: string): Date {
  return new Date(start.length > 10 ? `${start}:00Z` : `${start}T00:00:00Z`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  formats.set(key, made);
  return made;
}

/** `23 Nov`, `Mon, 23 Nov` or what the options ask for. */
export function formatLocal(
  start: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): string {
  return dateFormat(locale, options).format(localDate(start));
}

export function formatTime(start: string, locale: string): string {
  return formatLocal(start, locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The point's time in words, for tooltips, tables and summaries. */
export function formatPoint(start: string, interval: Interval, texts: Texts): string {
  const { locale } = texts;
  switch (interval) {
    case 'hour':
      return `${formatLocal(start, locale, { weekday: 'short', day: 'numeric', month: 'short' })}, ${formatTime(start, locale)}`;
    case 'day':
      return formatLocal(start, locale, { weekday: 'short', day: 'numeric', month: 'short' });
    case 'week':
      return texts.weekOf(formatLocal(start, locale, { day: 'numeric', month: 'short' }));
    default:
      return formatLocal(start, locale, { month: 'long', year: 'numeric' });
  }
}

/** `17–23 Nov 2026`; one day stands alone. */
export function formatDays(from: string, to: string, locale: string): string {
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  return dateFormat(locale, options).formatRange(localDate(from), localDate(to));
}

/** `2026-11-23T14:05`, the wall clock of a zone at a moment: comparable with a point's `start`. */
export function wallClock(moment: string | number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(moment));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** Whether the range's last day is still running when the report was made. */
export function isRunning(range: ReportRange, generatedAt: string): boolean {
  return wallClock(generatedAt, range.timeZone).slice(0, 10) <= range.to;
}

/** Position of the latest point that has begun by a wall clock; null where none has. */
export function lastStarted(
  series: readonly { readonly start: string }[],
  now: string,
): number | null {
  const index = series.findLastIndex(({ start }) => start <= now.slice(0, start.length));
  return index === -1 ? null : index;
}
