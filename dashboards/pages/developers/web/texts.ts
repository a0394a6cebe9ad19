import type { ReadonlySignal } from '@preact/signals';
import { withWords } from '../../../frame/web/navigation.ts';
import { enDevelopers } from '../words/en.ts';
import type { Texts } from '../words/en.ts';
import { msDevelopers } from '../words/ms.ts';

/** What the page says, in the reader's language. */
export const texts: ReadonlySignal<Texts> = withWords({
  en: { developers: enDevelopers },
  ms: { developers: msDevelopers },
});
