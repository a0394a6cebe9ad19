import { batch, signal } from '@preact/signals';
import type { ConsentReport } from '../consent-contract.ts';
import type { RealtimeReport, TrafficReport } from '../contract.ts';
import { facts } from './facts.ts';
import { fetchReport } from '../../../frame/web/fetch-report.ts';
import type { Asking } from '../../../frame/web/fetch-report.ts';
import type { Source } from '../../../frame/web/figures.ts';

/** The figures on the page; null before the first answer and where none may be shown. */
export const report = signal<TrafficReport | null>(null);
/** How visitors decided about consent; null while that is not known. */
export const consent = signal<ConsentReport | null>(null);
/** Visitors right now; null while unknown. */
export const realtime = signal<number | null>(null);

/** The traffic of a view and the visitors of the moment. */
export const traffic: Source = {
  fetch: async (asked, asking) => {
    const [answer, decisions] = await Promise.all([
      fetchReport<TrafficReport>(`api/traffic?${asked}`, asking),
      fetchConsent(asked, asking),
      loadRealtime(asking),
    ]);
    if (answer.failure !== null) return answer;
    return {
      report: () =>
        batch(() => {
          report.value = answer.report;
          consent.value = decisions;
        }),
      failure: null,
    };
  },
  forget: () =>
    batch(() => {
      report.value = null;
      consent.value = null;
    }),
  range: () => report.value?.range ?? null,
};

/** Null also where it cannot be learned, which must not take the rest of the page along. */
async function fetchConsent(asked: string, asking: Asking): Promise<ConsentReport | null> {
  if (!facts.hasConsent) return null;
  return (await fetchReport<ConsentReport>(`api/consent?${asked}`, asking)).report;
}

async function loadRealtime(asking: Asking): Promise<void> {
  const answer = await fetchReport<RealtimeReport>('api/realtime', asking);
  if (!asking.signal.aborted) realtime.value = answer.report?.visitors ?? null;
}
