import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Language } from '../contract.ts';
import type { Texts } from '../words/en.ts';
import { config } from './config.ts';
import { frameWords, wordsIn } from './languages.ts';
import type { WordFiles } from './languages.ts';
import type { View } from './view.ts';
import { formatView, parseView, reportQuery } from './view.ts';

const current = signal<View>(parseView(location.search, config));

/** The view that the address names. Changed by {@link go} and by the browser's back and forward. */
export const view: ReadonlySignal<View> = current;

/** The view as the server is asked for it; unchanged by what only the page cares about. */
export const query: ReadonlySignal<string> = computed(() =>
  reportQuery(current.value, config.timeZone),
);

export const language: ReadonlySignal<Language> = computed(
  () => current.value.language ?? config.language,
);

/** What every page says, in the reader's language. */
export const texts: ReadonlySignal<Texts> = computed(() => frameWords(language.value));

/** The same with a page's own words. */
export function withWords<Words extends object>(
  files: WordFiles<Words>,
): ReadonlySignal<Texts & Words> {
  return computed(() => ({ ...texts.value, ...wordsIn(files, language.value) }));
}

export const timeZone: ReadonlySignal<string> = computed(
  () => current.value.timeZone ?? config.timeZone,
);

/** Moves to a view; `replace` for what is no step of its own, such as the chart's metric. */
export function go(next: View, how: 'push' | 'replace' = 'push'): void {
  const address = formatView(next);
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  current.value = next;
}

/** Follows the browser's back and forward. */
export function followHistory(): void {
  addEventListener('popstate', () => {
    current.value = parseView(location.search, config);
  });
}
