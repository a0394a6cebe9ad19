import { accountFor } from '../accounts.ts';
import { NO_FAULTS } from '../forms/form.ts';
import { loginForm } from '../forms/login-form.ts';
import { readForm } from '../forms/read-form.ts';
import { signIn } from '../sign-in.ts';
import type { Answer, Visit } from '../visit.ts';
import { loginPage } from './login.ts';

export async function sendLogin(visit: Visit): Promise<Answer> {
  const sent = readForm(loginForm, visit.req);
  if (!sent.accepted) return loginPage(visit, sent.state, 'fresh');
  const { username, password } = sent.data;
  const account = await accountFor(username, password);
  if (account === undefined) {
    return loginPage(visit, { values: { username }, faults: NO_FAULTS }, 'refused');
  }
  signIn(visit.req, visit.res, account, visit.state.secureCookies);
  return { to: '/account' };
}
