import { en as enFrame } from '../frame/words/en.ts';
import { ms as msFrame } from '../frame/words/ms.ts';
import { enDevelopers } from '../pages/developers/words/en.ts';
import type { Texts } from '../pages/developers/words/en.ts';
import { msDevelopers } from '../pages/developers/words/ms.ts';

/** What the page says, without the address that chooses the language. */
export const en: Texts = { ...enFrame, developers: enDevelopers };
export const ms: Texts = { ...msFrame, developers: msDevelopers };
