import { en as enFrame } from '../frame/words/en.ts';
import { ms as msFrame } from '../frame/words/ms.ts';
import { enTraffic } from '../pages/traffic/words/en.ts';
import type { Texts } from '../pages/traffic/words/en.ts';
import { msTraffic } from '../pages/traffic/words/ms.ts';

/** What the page says, without the address that chooses the language. */
export const en: Texts = { ...enFrame, ...enTraffic };
export const ms: Texts = { ...msFrame, ...msTraffic };
