import { en as enFrame } from '../frame/words/en.ts';
import { ms as msFrame } from '../frame/words/ms.ts';
import { enSecurity } from '../pages/security/words/en.ts';
import type { Texts } from '../pages/security/words/en.ts';
import { msSecurity } from '../pages/security/words/ms.ts';

/** What the page says, without the address that chooses the language. */
export const en: Texts = { ...enFrame, security: enSecurity };
export const ms: Texts = { ...msFrame, security: msSecurity };
