import { signal } from '@preact/signals';
import type { BreakdownReport, ReportDimension } from '../contract.ts';
import type { Answer } from '../../../frame/web/fetch-report.ts';
import { fetchReport } from '../../../frame/web/fetch-report.ts';
import { query } from '../../../frame/web/navigation.ts';

/** Which list the dialog shows; null where it is closed. */
export const detailsOf = signal<ReportDimension | null>(null);

export function openDetails(dimension: ReportDimension): void {
  detailsOf.value = dimension;
}

export function closeDetails(): void {
  detailsOf.value = null;
}

/**
 * One page of a list in full, of the view that the page shows.
 *
 * @param page From 1.
 */
export async function fetchDetails(
  dimension: ReportDimension,
  search: string,
  page: number,
  stop: AbortSignal,
): Promise<Answer<BreakdownReport>> {
  const extra = new URLSearchParams({ dimension, page: String(page) });
  if (search !== '') extra.set('search', search);
  const path = `api/breakdown?${query.value}&${extra.toString()}`;
  return fetchReport<BreakdownReport>(path, { signal: stop, isBackground: false });
}
