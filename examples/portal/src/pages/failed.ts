import type { Page, Visit } from '../visit.ts';
import { problemPage } from './problem-page.ts';

/** For anything thrown. A body too long, an address that cannot be decoded and the like are the sender's fault. */
export function failed(visit: Visit, error: unknown): Page {
  const { shell } = visit.texts;
  const status = statusOf(error);
  return problemPage(visit, status, status < 500 ? shell.badRequest : shell.failed);
}

export function statusOf(error: unknown): number {
  const status: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
