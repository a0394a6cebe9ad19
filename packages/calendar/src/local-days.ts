const QUARTER_MS = 900_000;

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
  let quarter = Number.NaN;
  let day = '';
  return {
    dayOf(time) {
      const wanted = Math.floor(time / QUARTER_MS);
      if (wanted !== quarter) {
        quarter = wanted;
        day = format.format(wanted * QUARTER_MS);
      }
      return day;
    },
  };
}
