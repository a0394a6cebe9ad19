import { otherLanguage } from '../language.ts';
import { pathOf, searchOf } from '../request-path.ts';
import type { Page, Visit } from '../visit.ts';

/** The same page in the other language, search words included; a form as sent leads to the empty form. */
export function pathInOtherLanguage(visit: Visit, page: Page): string {
  const prefix = `/${otherLanguage(visit.language)}`;
  if (page.translated === false) return prefix;
  const { req } = visit;
  const path = prefix + pathOf(req).slice(prefix.length);
  return req.method === 'POST' ? path : path + searchOf(req);
}
