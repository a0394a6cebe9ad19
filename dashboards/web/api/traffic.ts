import { signal } from '@preact/signals';
import type { RealtimeReport, TrafficReport } from '../../server/traffic-report.ts';
import { fetchReport } from './fetch-report.ts';
import type { Source } from './figures.ts';

/** The figures on the page; null before the first answer and where none may be shown. */
export const report = signal<TrafficReport | null>(null);
/** Visitors right now; null while unknown. */
export const realtime = signal<number | null>(null);

/** The traffic of a view and the visitors of the moment. */
export const traffic: Source = {
  fetch: async (asked, stop) => {
    const [answer] = await Promise.all([
      fetchReport<TrafficReport>(`api/traffic?${asked}`, stop),
      loadRealtime(stop),
    ]);
    if (answer.failure !== null) return answer;
    return {
      report: () => {
        report.value = answer.report;
      },
      failure: null,
    };
  },
  forget: () => {
    report.value = null;
  },
  range: () => report.value?.range ?? null,
};

async function loadRealtime(stop: AbortSignal): Promise<void> {
  const answer = await fetchReport<RealtimeReport>('api/realtime', stop);
  if (!stop.aborted) realtime.value = answer.report?.visitors ?? null;
}
