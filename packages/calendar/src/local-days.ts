import { localTime } from './local-time.ts';

const QUARTER_MS = 900_000;

/** The calendar of one time zone, for many instants that lie close together. */
export interface LocalDays {
  /** `2026-11-23` */
  dayOf(time: number): string;
  /** `00` to `23` */
  hourOf(time: number): string;
}

/**
 * Days and hours change at multiples of a quarter of an hour in every zone in use, so one answer of `Intl`
 * serves a whole quarter.
 */
export function localDays(timeZone: string): LocalDays {
  let quarter = Number.NaN;
  let day = '';
  let hour = '';
  const turnTo = (time: number): void => {
    const wanted = Math.floor(time / QUARTER_MS);
    if (wanted === quarter) return;
    quarter = wanted;
    const shown = localTime(wanted * QUARTER_MS, timeZone);
    day = shown.slice(0, 10);
    hour = shown.slice(11, 13);
  };
  return {
    dayOf(time) {
      turnTo(time);
      return day;
    },
    hourOf(time) {
      turnTo(time);
      return hour;
    },
  };
}
