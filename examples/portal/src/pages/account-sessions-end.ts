import { stored, toLogin, withSession } from '../session-page.ts';
import type { PageHandler, Visit } from '../visit.ts';

/** Ends one other session of the member; the handle of anybody else's ends nothing. */
export const endSession: PageHandler = withSession(async (visit, session) => {
  if (visit.account === undefined) return toLogin(session);
  const ended = await stored(session.endOther(handleIn(visit)));
  return { to: `/account?ended=${ended ? 'one' : 'none'}` };
});

export const endOtherSessions: PageHandler = withSession(async (visit, session) => {
  if (visit.account === undefined) return toLogin(session);
  const ended = await stored(session.endOthers());
  return { to: `/account?ended=${ended > 0 ? 'others' : 'none'}` };
});

function handleIn({ req }: Visit): string {
  const body: unknown = req.body;
  const handle: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'session') : undefined;
  return typeof handle === 'string' ? handle : '';
}
