import type { ReadonlySignal } from '@preact/signals';
import { withWords } from '../../../frame/web/navigation.ts';
import { enSecurity } from '../words/en.ts';
import type { Texts } from '../words/en.ts';
import { msSecurity } from '../words/ms.ts';

/** What the page says, in the reader's language. */
export const texts: ReadonlySignal<Texts> = withWords({
  en: { security: enSecurity },
  ms: { security: msSecurity },
});
