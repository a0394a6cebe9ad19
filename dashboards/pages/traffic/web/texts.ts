import type { ReadonlySignal } from '@preact/signals';
import { withWords } from '../../../frame/web/navigation.ts';
import type { Texts, TrafficWords } from '../words/en.ts';

/** What the page says, in the reader's language. */
export const texts: ReadonlySignal<Texts> = withWords(
  import.meta.glob<TrafficWords>('../words/*.ts', { eager: true, import: 'words' }),
);
