import type { PageLanguage } from '@emas/page';
import { en } from './en.ts';
import { ms } from './ms.ts';
import type { Words } from './shape.ts';

export const WORDS: Readonly<Record<PageLanguage, Words>> = { en, ms };
