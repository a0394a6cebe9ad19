const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  if (formats.size > 500) formats.clear();
  formats.set(timeZone, format);
  return format;
}

/** `2026-11-23T14:05` as the clocks of a zone show an instant. */
export function localTime(instant: number, timeZone: string): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) parts[type] = value;
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`;
}

export function localDay(instant: number, timeZone: string): string {
  return localTime(instant, timeZone).slice(0, 10);
}

/** The instant at which a local day begins; where its midnight is skipped, the first that exists. */
export function startOfDay(day: string, timeZone: string): number {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  let instant = asUtc;
  for (let round = 0; round < 3; round += 1) {
    const shown = Date.parse(`${localTime(instant, timeZone)}:00Z`);
    instant += asUtc - shown;
  }
  // A skipped midnight makes the steps swing: the later one is the first instant of the day.
  while (localDay(instant, timeZone) < day) instant += 15 * 60_000;
  while (localDay(instant - 1000, timeZone) === day) instant -= 15 * 60_000;
  return instant;
}

/** Whether `Intl` knows a time zone by this name. */
export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
