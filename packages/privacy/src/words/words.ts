import type { PageLanguage } from '@emas/page';
import { en } from './en.ts';
import { ms } from './ms.ts';
import type { PrivacyWords } from './shape.ts';

export const WORDS: Readonly<Record<PageLanguage, PrivacyWords>> = { en, ms };
