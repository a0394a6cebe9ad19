import type { ReadonlySignal } from '@preact/signals';
import { withWords } from '../../../frame/web/navigation.ts';
import type { Texts, DevelopersWords } from '../words/en.ts';

/** What the page says, in the reader's language. */
export const texts: ReadonlySignal<Texts> = withWords(
  import.meta.glob<DevelopersWords>('../words/*.ts', { eager: true, import: 'words' }),
);
