import { accountFor } from '../accounts.ts';
import { loginForm } from '../forms/login-form.ts';
import { NO_FAULTS } from '../forms/form.ts';
import { readForm } from '../forms/read-form.ts';
import { stored, withSession } from '../session-page.ts';
import type { PageHandler } from '../visit.ts';
import { loginPage } from './login.ts';

/** The guard stands before it; what it decides by is said here. */
export const sendLogin: PageHandler = withSession(async (visit, session) => {
  const guard = visit.req.emas?.login;
  const sent = readForm(loginForm, visit.req);
  if (!sent.accepted) {
    await guard?.ignored();
    return loginPage(visit, sent.state);
  }
  const { username, password } = sent.data;
  const account = await accountFor(username, password);
  if (typeof account === 'string') {
    const next = await guard?.failed({ account: username, reason: account });
    return loginPage(visit, { values: { username }, faults: NO_FAULTS }, { next });
  }
  await stored(session.signIn(account.username, { username: account.username }));
  await guard?.succeeded({ account: account.username });
  return { to: '/account' };
});
