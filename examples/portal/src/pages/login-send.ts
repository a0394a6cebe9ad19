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
  await stored(session.signIn(account.username, { username: account.username }));
  return { to: '/account' };
});
