import { formatUnit } from '../../../frame/web/numbers.ts';
import type { Texts } from '../words/en.ts';

const UNITS = ['day', 'hour', 'minute'] as const;

/** `2 days 3 hours`, `12 minutes`: what is left of a block, in two units at most; its last minute is no figure. */
export function formatLeft(milliseconds: number, texts: Texts): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return texts.security.lessThanAMinute;
  const counts = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const first = counts.findIndex((count) => count > 0);
  return UNITS.map((unit, index) => ({ unit, count: counts[index] ?? 0 }))
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ unit, count }) => formatUnit(count, unit, texts.locale))
    .join(' ');
}
