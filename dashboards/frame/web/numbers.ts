import type { Texts } from '../words/en.ts';

/** From here on a total is shown shortened, `1.2M`, with the full figure at hand. */
export const COMPACT_TOTALS_FROM = 1_000_000;
/** Table columns are narrow: there, shortening starts earlier. */
const COMPACT_ROWS_FROM = 100_000;

const formats = new Map<string, Intl.NumberFormat>();

/** Making an `Intl.NumberFormat` costs far more than using it. */
function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

export function formatCount(value: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(value);
}

/** `12,345` up to `from`, `1.2M` above. */
export function formatCompact(value: number, locale: string, from: number): string {
  if (Math.abs(value) < from) return formatCount(value, locale);
  return numberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A figure as shown and in full; the two differ only where the shown one is shortened. */
export interface FigureText {
  readonly shown: string;
  readonly full: string;
}

/** A count in a row of a table. */
export function countText(value: number, locale: string): FigureText {
  return {
    shown: formatCompact(value, locale, COMPACT_ROWS_FROM),
    full: formatCount(value, locale),
  };
}

export function formatDecimal(value: number, locale: string): string {
  return numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(value);
}

/** `3 hours`, `3 jam`. */
export function formatUnit(value: number, unit: 'day' | 'hour' | 'minute', locale: string): string {
  return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

const LEAST_PERCENT = 0.001;

/**
 * `12.4%`; `< 0.1%` for what is something, but would read as nothing.
 *
 * @param share 0 to 1
 */
export function formatPercent(share: number, locale: string): string {
  const format = numberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const isTiny = share > 0 && share < LEAST_PERCENT / 2;
  return isTiny ? `<\u00a0${format.format(LEAST_PERCENT)}` : format.format(share);
}

/** In two significant digits: `20%`, `3.7%`, `0.037%`. */
export function formatTwoDigitPercent(share: number, locale: string): string {
  return numberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 }).format(share);
}

/** `2m` for `2m 0s`: the lines of a chart stand at whole minutes and hours. */
export function formatRoundDuration(
  value: number,
  texts: Pick<Texts, 'locale' | 'hours' | 'minutes' | 'seconds'>,
): string {
  return formatDuration(value, texts).replace(/ 0\D+$/, '');
}

/** `45s`, `1m 32s`, `1h 2m`: two units at most, the unit letters of the reader's language. */
export function formatDuration(
  value: number,
  texts: Pick<Texts, 'locale' | 'hours' | 'minutes' | 'seconds'>,
): string {
  const total = Math.round(value);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  if (hours > 0)
    return `${formatCount(hours, texts.locale)}${texts.hours} ${minutes}${texts.minutes}`;
  if (minutes > 0) return `${minutes}${texts.minutes} ${seconds}${texts.seconds}`;
  return `${seconds}${texts.seconds}`;
}
