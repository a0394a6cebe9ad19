import type { Refusal } from '@emas/suite';
import { html } from '../html.ts';
import { notice } from '../layout/notice.ts';
import type { Page, Visit } from '../visit.ts';
import { NO_FAULTS } from '../forms/form.ts';
import { loginForm } from '../forms/login-form.ts';
import { readForm } from '../forms/read-form.ts';
import { loginPage, waitOf } from './login.ts';

/** For somebody who has to wait, or whose network is blocked. The status is set by the guard. */
export function loginRefused(visit: Visit, { reason, wait }: Refusal): Page {
  const { texts, language } = visit;
  const { login: own } = texts.account;
  const isWait = reason === 'delay' || reason === 'lock';
  return {
    title: own.refusedTitle,
    status: isWait ? 429 : 403,
    personal: true,
    translated: false,
    main: html`<div class="narrow">
      <h1>${own.refusedTitle}</h1>
      ${notice(isWait ? own.refusedWait(waitOf(wait, texts)) : own.blocked, 'warning')}
      <p class="lead">${own.refusedHelp}</p>
      <p><a class="button" href="/${language}/login">${own.title}</a></p>
      <p><a class="tap" href="/${language}/support">${own.support}</a></p>
    </div>`,
  };
}

/** For somebody who did not say who signs in: the form says which field it is. */
export function loginUnnamed(visit: Visit): Page {
  const sent = readForm(loginForm, visit.req);
  const state = sent.accepted ? { values: {}, faults: NO_FAULTS } : sent.state;
  return { ...loginPage(visit, state), status: 400 };
}

/** For somebody who has to pass a captcha first: the same form, with the captcha in it. */
export function loginWithCaptcha(visit: Visit): Page {
  const sent = readForm(loginForm, visit.req);
  const values = sent.accepted ? { username: sent.data.username } : sent.state.values;
  const refused = { next: undefined, withoutCaptcha: true };
  return { ...loginPage(visit, { values, faults: NO_FAULTS }, refused), status: 403 };
}
