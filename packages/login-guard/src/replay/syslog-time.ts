const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 86_400_000;

/** How lines without year and zone are read. */
export interface SyslogTimeOptions {
  /** @default the machine's own */
  readonly timeZone?: string | undefined;
  /** @default the latest in which no line lies ahead of `latest` */
  readonly year?: number | undefined;
  /** When the log was written to last, milliseconds since 1970. */
  readonly latest: number;
}

/** Reads `2026-11-23T10:00:00.123456+08:00` and `Nov 23 10:00:00`; NaN for neither. */
export function syslogTimeReader({
  timeZone,
  year,
  latest,
}: SyslogTimeOptions): (text: string) => number {
  const zone = zoneOffset(timeZone);
  const at = (inYear: number, parts: readonly number[]): number => {
    const [month = 0, day = 1, hour = 0, minute = 0, second = 0] = parts;
    const utc = Date.UTC(inYear, month, day, hour, minute, second);
    // The offset of about then; near a change of the clocks it may be an hour off.
    return utc - zone(utc - zone(utc));
  };
  return (text) => {
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return Date.parse(text);
    const [, name = '', ...numbers] =
      /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
    const month = MONTHS.indexOf(name);
    if (month < 0) return Number.NaN;
    const parts = [month, ...numbers.map(Number)];
    if (year !== undefined) return at(year, parts);
    const thisYear = new Date(latest).getUTCFullYear();
    const time = at(thisYear + 1, parts);
    // On New Year's Eve a line of the new year may come from a zone that is ahead.
    if (time <= latest + DAY) return time;
    const inThis = at(thisYear, parts);
    return inThis <= latest + DAY ? inThis : at(thisYear - 1, parts);
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
