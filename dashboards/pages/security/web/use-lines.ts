import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LinesReport } from '../contract.ts';
import type { Failure } from '../../../frame/web/failure.ts';
import { fetchReport } from '../../../frame/web/fetch-report.ts';
import { query } from '../../../frame/web/navigation.ts';
import { linesPath } from './log-question.ts';
import type { LogQuestion } from './log-question.ts';

export interface FoundLines {
  /** The lines shown last stay until new ones come. */
  readonly lines: LinesReport | null;
  readonly failure: Failure | null;
  readonly isBusy: boolean;
}

/** Lines that answer a question, in the view's days and by its filters; none before the first question. */
export function useLines(question: LogQuestion | null): FoundLines {
  const lines = useSignal<LinesReport | null>(null);
  const failure = useSignal<Failure | null>(null);
  const isBusy = useSignal(false);
  const asked = query.value;
  useEffect(() => {
    if (question === null) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async (): Promise<void> => {
      isBusy.value = true;
      try {
        const path = linesPath(asked, question);
        const answer = await fetchReport<LinesReport>(path, { signal, isBackground: false });
        if (signal.aborted) return;
        failure.value = answer.failure;
        if (answer.report !== null) lines.value = answer.report;
        isBusy.value = false;
      } catch (cause) {
        if (!signal.aborted) throw cause;
      }
    };
    void ask();
    return () => controller.abort();
  }, [question, asked, lines, failure, isBusy]);
  return { lines: lines.value, failure: failure.value, isBusy: isBusy.value };
}
