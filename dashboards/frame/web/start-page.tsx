import { effect } from '@preact/signals';
import { render } from 'preact';
import type { ComponentChildren } from 'preact';
import { config } from './config.ts';
import { showFrom } from './figures.ts';
import type { Source } from './figures.ts';
import { keepFocus } from './focus.ts';
import { followHistory, language } from './navigation.ts';
import { keepFresh } from './refresh.ts';

/** Shows a page and keeps its figures fresh. */
export function startPage(source: Source, Page: () => ComponentChildren): void {
  const title = config.pages.find(({ name }) => name === config.page)?.title;
  effect(() => {
    document.documentElement.lang = language.value;
    if (title !== undefined) document.title = `${title[language.value]} · ${config.app}`;
  });
  showFrom(source);
  followHistory();
  keepFocus();
  keepFresh(config.refresh);

  const root = document.getElementById('emas-page');
  if (root !== null) render(<Page />, root);
}
