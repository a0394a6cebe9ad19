import type { FailureTexts } from '../../../frame/web/states.tsx';
import { texts } from './texts.ts';

/** What the page says about failures. */
export function failureTexts(): FailureTexts {
  return { unavailable: texts.value.security.unavailableText };
}
