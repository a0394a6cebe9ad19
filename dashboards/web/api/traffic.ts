import { signal } from '@preact/signals';
import type { RealtimeReport, TrafficReport } from '../../server/traffic-report.ts';
import { query, texts } from '../state/navigation.ts';
import type { Failure } from './failure.ts';
import { fetchReport } from './fetch-report.ts';

/** The figures on the page; null before the first answer and where none may be shown. */
export const report = signal<TrafficReport | null>(null);
/** Visitors right now; null while unknown. */
export const realtime = signal<number | null>(null);
/** Why the last try failed; null where it did not. */
export const failure = signal<Failure | null>(null);
/** True while the figures of a view just chosen are on their way. A refresh is silent. */
export const loading = signal(true);
/** When the figures were fetched, in milliseconds since 1970. */
export const updatedAt = signal(0);
/** Counts the loads that someone asked for and that came to an end. */
export const settled = signal(0);
/** What screen readers are told; auto refresh tells them nothing. */
export const announcement = signal('');

let reportFor = '';
let pending: AbortController | null = null;

/**
 * Fetches the figures of the present view and the visitors of the moment.
 *
 * @param quiet A refresh that nobody asked for: no dimming, no announcement.
 */
export async function load(quiet: boolean): Promise<void> {
  if (quiet && loading.value && pending !== null) return;
  pending?.abort();
  const controller = new AbortController();
  pending = controller;
  if (!quiet) {
    loading.value = true;
    announcement.value = '';
  }
  try {
    await Promise.all([loadTraffic(controller.signal, quiet), loadRealtime(controller.signal)]);
  } catch (cause) {
    if (!controller.signal.aborted) throw cause;
  } finally {
    if (pending === controller) {
      pending = null;
      loading.value = false;
      if (!quiet) settled.value += 1;
    }
  }
}

async function loadTraffic(stop: AbortSignal, quiet: boolean): Promise<void> {
  const asked = query.peek();
  const isFirst = report.peek() === null;
  const answer = await fetchReport<TrafficReport>(`api/traffic?${asked}`, stop);
  if (stop.aborted) return;
  if (answer.failure !== null) {
    fail(answer.failure, asked);
    return;
  }
  report.value = answer.report;
  reportFor = asked;
  failure.value = null;
  updatedAt.value = Date.now();
  if (!quiet && !isFirst) announcement.value = texts.peek().refreshed;
}

async function loadRealtime(stop: AbortSignal): Promise<void> {
  const answer = await fetchReport<RealtimeReport>('api/realtime', stop);
  if (!stop.aborted) realtime.value = answer.report?.visitors ?? null;
}

/** Old figures stay only if they are those of this view and the reader may still see them. */
function fail(reason: Failure, asked: string): void {
  failure.value = reason;
  if (reason.kind === 'signed_out' || reportFor !== asked) {
    report.value = null;
    reportFor = '';
  }
}
