import { events } from '@emas/events';
import { clientName } from '@emas/request-context';
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
  const who = whoAsks(visit.req);
  if (account === undefined) {
    events.emit('authn_login_fail', { account: username, reason: 'wrong_credentials', ...who });
    return loginPage(visit, { values: { username }, faults: NO_FAULTS }, 'refused');
  }
  await stored(session.signIn(account.username, { username: account.username }));
  events.emit('authn_login_success', { account: account.username, ...who });
  return { to: '/account' };
});

function whoAsks(req: Request): { source_ip: string; client: string | undefined } {
  return {
    source_ip: req.emas?.address ?? '',
    client: req.emas === undefined ? undefined : clientName(req.emas.client),
  };
}
