import { signal } from '@preact/signals';
import type { DeveloperReport } from '../contract.ts';
import { fetchReport } from '../../../frame/web/fetch-report.ts';
import type { Source } from '../../../frame/web/figures.ts';

/** What the page shows; null before the first answer and where nothing may be shown. */
export const report = signal<DeveloperReport | null>(null);

export const developers: Source = {
  fetch: async (asked, asking) => {
    const answer = await fetchReport<DeveloperReport>(`api/developers?${asked}`, asking);
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
