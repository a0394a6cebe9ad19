import { closedList } from '@emas/options';
import type { Request } from 'express';

/** Languages of the suite's own pages and texts. A table of texts that lacks one does not compile. */
export type PageLanguage = 'en' | 'ms';

/** The first is what somebody gets who prefers none. */
export const PAGE_LANGUAGES: readonly PageLanguage[] = closedList<PageLanguage>({
  en: true,
  ms: true,
});

export function isPageLanguage(given: unknown): given is PageLanguage {
  return PAGE_LANGUAGES.some((known) => known === given);
}

/** What the visitor's browser prefers of them (RFC 9110 section 12.5.4); English where it knows none. */
export function preferredPageLanguage(req: Request): PageLanguage {
  const preferred = req.acceptsLanguages([...PAGE_LANGUAGES]);
  return isPageLanguage(preferred) ? preferred : 'en';
}
