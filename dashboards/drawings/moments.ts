const formats = new Map<string, Intl.DateTimeFormat>();

const MINUTE: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};

/** `23 Nov 2026, 14:05`, an instant as the clocks of a zone had it. */
export function formatMoment(iso: string, timeZone: string, locale: string): string {
  return write(iso, timeZone, locale, MINUTE);
}

/** With seconds, for log lines, of which many share a minute. */
export function formatInstant(iso: string, timeZone: string, locale: string): string {
  return write(iso, timeZone, locale, { ...MINUTE, second: '2-digit' });
}

/** `23 Nov 2026, 14:05 – 14:40`: what both ends share is said once, as the language has it. */
export function formatSpan(first: string, last: string, timeZone: string, locale: string): string {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  if (Number.isNaN(from) || Number.isNaN(to) || from > to) return `${first} – ${last}`;
  return formatOf(timeZone, locale, MINUTE).formatRange(from, to);
}

/** `14:05` on the day of `now`, else `23 Nov`, with the year where it is another: for narrow columns. */
export function formatRecent(iso: string, now: string, timeZone: string, locale: string): string {
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  const year: Intl.DateTimeFormatOptions = { year: 'numeric' };
  const same = (options: Intl.DateTimeFormatOptions): boolean =>
    write(iso, timeZone, 'en', options) === write(now, timeZone, 'en', options);
  if (!same(year)) return write(iso, timeZone, locale, { ...day, ...year });
  if (!same({ ...day, ...year })) return write(iso, timeZone, locale, day);
  return write(iso, timeZone, locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** A day that is no instant, `2026-06-01`, in words. */
export function formatDate(day: string, locale: string): string {
  return write(`${day}T00:00:00Z`, 'UTC', locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
}

function write(
  iso: string,
  timeZone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): string {
  const time = Date.parse(iso);
  // A time that is none is shown as it came: the rest of the row is still worth reading.
  if (Number.isNaN(time)) return iso;
  return formatOf(timeZone, locale, options).format(time);
}

function formatOf(
  timeZone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${timeZone} ${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone, ...options });
  formats.set(key, made);
  return made;
}
