import { stackOf } from '@emas/request-context/internal';
import { warnOnce } from '@emas/warnings';
import type { Application, Request } from 'express';

/** Another session middleware stands before this one, and has made its session already. */
export function hasSession(req: Request): boolean {
  const { session: present }: { session?: unknown } = req;
  if (present === undefined || present === null) return false;
  warnOnce(
    'WARN_EMAS_SESSION_SECOND',
    'Another session middleware runs before session(), so session() does nothing for these requests: no time-outs, no address check, no sign-out. Keep only one of the two.',
  );
  return true;
}

/** Both step aside without a word where there is a session. Others may be called so as well. */
function isOther(handle: { readonly name: string; toString(): string }): boolean {
  const { name } = handle;
  if (name === '_cookieSession') return true;
  return name === 'session' && handle.toString().includes('req.sessionStore');
}

const seen = new WeakSet<Application>();

/** Says, with an app's first request, that another session middleware behind this one does nothing any more. */
export function warnOfDisplaced(app: Application): void {
  if (seen.has(app)) return;
  seen.add(app);
  if (!hasOther(app, 0)) return;
  warnOnce(
    'WARN_EMAS_SESSION_DISPLACED',
    'express-session or cookie-session runs after session(), which replaces it: its store, cookie name and maxAge no longer count, and its visitors are signed out. Remove it; or keep it and remove session(), in the suite with session: false.',
  );
}

const DEEPEST = 8;

function hasOther(host: object, depth: number): boolean {
  return (stackOf(host) ?? []).some((layer) => {
    const handle: unknown = Reflect.get(Object(layer), 'handle');
    if (typeof handle !== 'function') return false;
    return isOther(handle) || (depth < DEEPEST && hasOther(handle, depth + 1));
  });
}
