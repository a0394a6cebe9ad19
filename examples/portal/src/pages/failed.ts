import type { Problem } from '@emas/suite';
import type { Page, Visit } from '../visit.ts';
import { problemPage } from './problem-page.ts';

/** For anything thrown. A body too long, an address that cannot be decoded and the like are the sender's fault. */
export function failed(visit: Visit, { status }: Problem): Page {
  const { shell } = visit.texts;
  return problemPage(visit, status, status < 500 ? shell.badRequest : shell.failed);
}
