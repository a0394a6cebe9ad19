import type { SessionContext } from '@emas/session';
import type { Request } from 'express';
import { accountFor } from '../accounts.ts';
import { NO_FAULTS } from '../forms/form.ts';
import { loginForm } from '../forms/login-form.ts';
import { readForm } from '../forms/read-form.ts';
import { stored, withSession } from '../session-page.ts';
import type { PageHandler } from '../visit.ts';
import { loginPage } from './login.ts';

export const sendLogin: PageHandler = withSession(async (visit, session) => {
  const sent = readForm(loginForm, visit.req);
  if (!sent.accepted) return loginPage(visit, sent.state, 'fresh');
  const { username, password } = sent.data;
  const account = await accountFor(username, password);
  if (account === undefined) {
    return loginPage(visit, { values: { username }, faults: NO_FAULTS }, 'refused');
  }
  await stored(signIn(visit.req, session, account.username));
  return { to: '/account' };
});

/** The name goes first, so that it is in the store together with the new session. */
async function signIn(req: Request, session: SessionContext, username: string): Promise<void> {
  req.session.username = username;
  try {
    await session.signIn(username);
  } catch (error) {
    // Whatever is written at the end of this answer signs nobody in.
    delete req.session.username;
    throw error;
  }
}
