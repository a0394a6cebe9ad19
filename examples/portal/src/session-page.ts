import type { SessionContext } from '@emas/suite';
import { unavailable } from './pages/unavailable.ts';
import type { Answer, PageHandler, Visit } from './visit.ts';

type SessionPageHandler = (visit: Visit, session: SessionContext) => Answer | Promise<Answer>;

class StoreFailed extends Error {}

/** A page that is nothing without sessions: while their store is away it says so. */
export function withSession(handler: SessionPageHandler): PageHandler {
  return async function sessionPage(visit) {
    const session = visit.req.emas?.session;
    if (session === undefined || session.status === 'unavailable') return missed(visit);
    try {
      return await handler(visit, session);
    } catch (error) {
      if (error instanceof StoreFailed) return missed(visit);
      throw error;
    }
  };
}

/** Nothing was decided about an attempt to sign in, which the guard wants to know. */
async function missed(visit: Visit): Promise<Answer> {
  await visit.req.emas?.login?.ignored();
  return unavailable(visit);
}

/** Marks what the store did not do, so that it is told from mistakes of our own. */
export async function stored<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (cause) {
    throw new StoreFailed('The session store failed.', { cause });
  }
}

/** To the sign-in page, which then says why somebody who was signed in is asked again. */
export function toLogin({ status }: SessionContext): Answer {
  const because = status === 'ended' || status === 'challenged' ? `?because=${status}` : '';
  return { to: `/login${because}` };
}
