import { sourceOf } from '../source/classify.ts';
import type { VisitDimensions } from './dimensions.ts';

/** Which of a visitor's hits are the first of their kind on this local day: 1 or 0. */
export interface FirstToday {
  readonly visitor: number;
  readonly page: number;
  readonly entry_page: number;
  readonly source: number;
  readonly channel: number;
  readonly referrer: number;
  readonly utm_source: number;
  readonly utm_medium: number;
  readonly utm_campaign: number;
}

export const NOTHING_FIRST: FirstToday = {
  visitor: 0,
  page: 0,
  entry_page: 0,
  source: 0,
  channel: 0,
  referrer: 0,
  utm_source: 0,
  utm_medium: 0,
  utm_campaign: 0,
};
const ONLY_PAGE: FirstToday = { ...NOTHING_FIRST, page: 1 };
const EVERYTHING: FirstToday = {
  visitor: 1,
  page: 1,
  entry_page: 1,
  source: 1,
  channel: 1,
  referrer: 1,
  utm_source: 1,
  utm_medium: 1,
  utm_campaign: 1,
};
const ALL_BUT_PAGE: FirstToday = { ...EVERYTHING, page: 0 };

/**
 * @param newPage Whether the visitor sees the page for the first time today.
 * @param others The visitor's other visits of today; `undefined` when this visit was counted today.
 */
export function firstToday(
  now: VisitDimensions,
  newPage: boolean,
  others: readonly VisitDimensions[] | undefined,
): FirstToday {
  if (others === undefined) return newPage ? ONLY_PAGE : NOTHING_FIRST;
  if (others.length === 0) return newPage ? EVERYTHING : ALL_BUT_PAGE;
  const fresh = (read: (dimensions: VisitDimensions) => string): number => {
    const value = read(now);
    return others.some((before) => read(before) === value) ? 0 : 1;
  };
  return {
    visitor: 0,
    page: newPage ? 1 : 0,
    entry_page: fresh((visit) => visit.entry_page),
    source: fresh((visit) => sourceOf(visit).source),
    channel: fresh((visit) => sourceOf(visit).channel),
    referrer: fresh((visit) => visit.referrer),
    utm_source: fresh((visit) => visit.utm_source),
    utm_medium: fresh((visit) => visit.utm_medium),
    utm_campaign: fresh((visit) => visit.utm_campaign),
  };
}
