export { addDays, dayNumber, daysBetween, isLocalDay } from './days.ts';
export { intervalStartOf, quarterHourOf, seriesStarts } from './intervals.ts';
export type { Interval } from './intervals.ts';
export { localDays } from './local-days.ts';
export type { LocalDays } from './local-days.ts';
export { isTimeZone, localDay, localTime, startOfDay } from './local-time.ts';
