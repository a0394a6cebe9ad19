import type { Page, Visit } from '../visit.ts';
import { problemPage } from './problem-page.ts';

const RETRY_AFTER_SECONDS = '30';

/** Nobody can be signed in or out while the sessions cannot be read. */
export function unavailable(visit: Visit): Page {
  visit.res.set('Retry-After', RETRY_AFTER_SECONDS);
  return problemPage(visit, 503, visit.texts.shell.unavailable);
}
