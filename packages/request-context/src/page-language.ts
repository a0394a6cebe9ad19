import type { Request } from 'express';

/** Languages of the suite's own pages and texts. A table of texts that lacks one does not compile. */
export type PageLanguage = 'en' | 'ms';

/** The first is what somebody gets who prefers none. */
export const PAGE_LANGUAGES: readonly PageLanguage[] = allOf({ en: true, ms: true });

export function isPageLanguage(given: unknown): given is PageLanguage {
  return PAGE_LANGUAGES.some((known) => known === given);
}

/** What the visitor's browser prefers of them (RFC 9110 section 12.5.4); English where it knows none. */
export function preferredPageLanguage(req: Request): PageLanguage {
  const preferred = req.acceptsLanguages([...PAGE_LANGUAGES]);
  return isPageLanguage(preferred) ? preferred : 'en';
}

function allOf(languages: Readonly<Record<PageLanguage, true>>): PageLanguage[] {
  // The type holds it to exactly these keys.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(languages) as PageLanguage[];
}
