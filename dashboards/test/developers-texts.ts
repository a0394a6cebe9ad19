import { words as enFrame } from '../frame/words/en.ts';
import { words as msFrame } from '../frame/words/ms.ts';
import { words as enWords } from '../pages/developers/words/en.ts';
import type { Texts } from '../pages/developers/words/en.ts';
import { words as msWords } from '../pages/developers/words/ms.ts';

/** What the page says, without the address that chooses the language. */
export const en: Texts = { ...enFrame, ...enWords };
export const ms: Texts = { ...msFrame, ...msWords };
