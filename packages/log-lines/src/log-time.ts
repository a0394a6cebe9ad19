const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov` is 10; -1 for what is no month. */
export function monthOf(name: string): number {
  return MONTHS.indexOf(name);
}

/** A larger number is of the next smaller unit: 1e11 seconds are the year 5138. */
const UNITS = [1e17, 1e14, 1e11] as const;

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
