const DAY_MS = 86_400_000;
const SLOT_MS = 900_000;

/** The local days of one time zone, `2026-11-23`. */
export interface LocalDays {
  dayOf(time: number): string;
}

/**
 * Days change at multiples of a quarter of an hour in every zone in use, so one answer of `Intl` serves
 * a whole quarter.
 */
export function localDays(timeZone: string): LocalDays {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  let slot = Number.NaN;
  let day = '';
  return {
    dayOf(time) {
      const wanted = Math.floor(time / SLOT_MS);
      if (wanted !== slot) {
        slot = wanted;
        day = format.format(wanted * SLOT_MS);
      }
      return day;
    },
  };
}

/** Days since 1970 of a local day: for order, not for instants. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** Start of the quarter of an hour, milliseconds. */
export function slotOf(time: number): number {
  return time - (time % SLOT_MS);
}
