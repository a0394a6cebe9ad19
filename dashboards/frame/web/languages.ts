import type { Language } from '../contract.ts';
import { en } from '../words/en.ts';
import type { Texts } from '../words/en.ts';
import { ms } from '../words/ms.ts';

export const FRAME_TEXTS: Readonly<Record<Language, Texts>> = { en, ms };

/** The languages that the pages speak. */
export const LANGUAGES: readonly Language[] = languagesOf(FRAME_TEXTS);

function languagesOf(texts: Readonly<Record<Language, unknown>>): Language[] {
  // The type holds it to exactly these keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(texts) as Language[];
}
