import type { Language } from '../language.ts';
import { en } from './en.ts';
import { ms } from './ms.ts';
import type { Texts } from './texts.ts';

export function textsIn(language: Language): Texts {
  return language === 'ms' ? ms : en;
}
