import type { Page, Visit } from '../visit.ts';
import { problemPage } from './problem-page.ts';

export function refused(visit: Visit): Page {
  return problemPage(visit, 403, visit.texts.shell.refused);
}
