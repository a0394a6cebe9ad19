import { computed, signal } from '@preact/signals';
import type { ReportRange } from '../contract.ts';
import { keepFocused } from './keep-focused.ts';
import { query, texts } from './navigation.ts';
import type { Failure } from './failure.ts';
import type { Answer, Asking } from './fetch-report.ts';
import { actionsBegun } from './hold.ts';

/** Where a page's figures come from. */
export interface Source {
  /** Fetches those of a view. What it answers puts them on the page. */
  readonly fetch: (asked: string, asking: Asking) => Promise<Answer<() => void>>;
  /** Takes them off the page. */
  readonly forget: () => void;
  /** Days of the figures on the page; null where there are none. */
  readonly range: () => ReportRange | null;
}

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

const source = signal<Source | null>(null);

/** Days of the figures on the page; null before the first answer and where none may be shown. */
export const shownRange = computed(() => source.value?.range() ?? null);

let shownFor = '';
let pending: AbortController | null = null;

/** Says what the page shows, once and before anything is loaded. */
export function showFrom(page: Source): void {
  source.value = page;
}

/**
 * Fetches the figures of the present view.
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
    await loadFrom(source.peek(), controller.signal, quiet);
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

async function loadFrom(page: Source | null, stop: AbortSignal, quiet: boolean): Promise<void> {
  if (page === null) return;
  const asked = query.peek();
  const isFirst = page.range() === null;
  const begun = actionsBegun.peek();
  const answer = await page.fetch(asked, { signal: stop, isBackground: quiet });
  if (stop.aborted || (quiet && begun !== actionsBegun.peek())) return;
  if (answer.failure !== null) {
    fail(page, answer.failure, asked);
    return;
  }
  keepFocused(answer.report);
  shownFor = asked;
  failure.value = null;
  updatedAt.value = Date.now();
  if (!quiet && !isFirst) announcement.value = texts.peek().refreshed;
}

/** Old figures stay only if they are those of this view and the reader may still see them. */
function fail(page: Source, reason: Failure, asked: string): void {
  failure.value = reason;
  if (reason.kind === 'signed_out' || shownFor !== asked) {
    page.forget();
    shownFor = '';
  }
}
