import { stored, withSession } from '../session-page.ts';
import type { PageHandler } from '../visit.ts';

/** Nobody is told to be signed out while the session may go on: without its store this is a 503. */
export const logout: PageHandler = withSession(async (_visit, session) => {
  await stored(session.signOut());
  return { to: '?signed-out=1' };
});
