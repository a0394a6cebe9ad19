import type { Page, Visit } from '../visit.ts';
import { problemPage } from './problem-page.ts';

export function notFound(visit: Visit): Page {
  return problemPage(visit, 404, visit.texts.shell.notFound);
}
