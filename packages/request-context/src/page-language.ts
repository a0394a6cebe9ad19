import type { Request } from 'express';

/** Languages of the suite's own pages and texts. */
export type PageLanguage = 'en' | 'ms';

/** What the visitor's browser prefers of them; English where it knows neither. */
export function preferredPageLanguage(req: Request): PageLanguage {
  return req.acceptsLanguages(['en', 'ms']) === 'ms' ? 'ms' : 'en';
}
