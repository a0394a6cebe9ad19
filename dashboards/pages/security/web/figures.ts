import { batch, signal } from '@preact/signals';
import type { ChainReport, IncidentRow, IncidentsReport, SecurityReport } from '../contract.ts';
import { fetchReport } from '../../../frame/web/fetch-report.ts';
import type { Asking } from '../../../frame/web/fetch-report.ts';
import type { Source } from '../../../frame/web/figures.ts';

/** The figures on the page; null before the first answer and where none may be shown. */
export const report = signal<SecurityReport | null>(null);
export const incidents = signal<IncidentsReport | null>(null);
/** How the log stands; null while that is not known, and where there is no log. */
export const chain = signal<ChainReport | null>(null);

/** Failures, incidents and blocks of a view, and how the log stands. */
export const security: Source = {
  fetch: async (asked, asking) => {
    const [figures, found] = await Promise.all([
      fetchReport<SecurityReport>(`api/security?${asked}`, asking),
      fetchReport<IncidentsReport>(`api/security/incidents?${asked}`, asking),
    ]);
    if (figures.failure !== null) return figures;
    if (found.failure !== null) return found;
    // Without files there is nothing to ask about, and the answer would be an error.
    const state = figures.report.hasLog ? await fetchChain(false, asking) : null;
    return {
      report: () =>
        batch(() => {
          report.value = figures.report;
          incidents.value = found.report;
          chain.value = state;
        }),
      failure: null,
    };
  },
  forget: () =>
    batch(() => {
      report.value = null;
      incidents.value = null;
      chain.value = null;
    }),
  range: () => report.value?.range ?? null,
};

/**
 * How the log stands; null where that cannot be learned, which must not take the rest of the page along.
 *
 * @param again Whether the log is to be verified anew.
 */
export async function fetchChain(again: boolean, asking: Asking): Promise<ChainReport | null> {
  const path = again ? 'api/security/chain?again=1' : 'api/security/chain';
  const answer = await fetchReport<ChainReport>(path, asking);
  return answer.report;
}

/** Puts an incident on the page as it is after something was done about it. */
export function putIncident(row: IncidentRow): void {
  const shown = incidents.peek();
  if (shown === null) return;
  const rows = shown.incidents.map((one) => (one.id === row.id ? row : one));
  incidents.value = { ...shown, incidents: rows };
}
