import type { NextAttempt } from '@emas/suite';
import { STAFF } from '../accounts.ts';
import { NO_FAULTS } from '../forms/form.ts';
import type { FormState } from '../forms/form.ts';
import { alertBox } from '../forms/error-summary.ts';
import { loginForm } from '../forms/login-form.ts';
import { renderForm } from '../forms/render-form.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { captcha } from '../layout/captcha.ts';
import { notice } from '../layout/notice.ts';
import { withSession } from '../session-page.ts';
import type { Texts } from '../texts/texts.ts';
import type { Page, PageHandler, Visit } from '../visit.ts';

export const login: PageHandler = withSession((visit) => {
  if (visit.account !== undefined) return { to: '/account' };
  return loginPage(visit, { values: {}, faults: NO_FAULTS });
});

/** What is said of an attempt that was refused. */
export interface RefusedLogin {
  /** What the next attempt meets; `undefined` where nobody counts. */
  readonly next: NextAttempt | undefined;
  /** True where the password was not looked at, since a captcha was wanted and not passed. */
  readonly withoutCaptcha?: boolean;
}

const FEW = 2;

/** The same page for a wrong password and a name nobody has: neither tells which it was. */
export function loginPage(visit: Visit, state: FormState, refused?: RefusedLogin): Page {
  const { account, forms } = visit.texts;
  const own = account.login;
  const faulty = refused !== undefined || state.faults.size > 0;
  return {
    title: faulty ? `${forms.errorTitle}: ${own.title}` : own.title,
    status: faulty ? 422 : 200,
    personal: true,
    main: html`<div class="slim">
      <h1>${own.title}</h1>
      <p class="lead">${own.lead}</p>
      ${becauseNotice(visit)} ${refused && refusedBox(visit, refused)}
      ${renderForm(visit, loginForm, state, wantsCaptcha(visit, refused) ? captcha(visit) : undefined)}
      <p class="quiet">${own.cookie}</p>
      <section class="panel">
        <h2>${own.demoHeading}</h2>
        <dl class="demo-accounts">
          <dt>${own.demoMember}</dt>
          <dd><code>demo</code> <code>selamat-datang</code></dd>
          ${STAFF.map(
            ({ username, password }) =>
              html`<dt>${own.demoStaff[username]}</dt>
                <dd><code>${username}</code> <code>${password}</code></dd>`,
          )}
        </dl>
      </section>
    </div>`,
  };
}

/** Only where the next try meets one, or this one did: nobody else's browser hears of its provider. */
function wantsCaptcha({ req }: Visit, refused: RefusedLogin | undefined): boolean {
  const isNext = refused?.withoutCaptcha === true || refused?.next?.action === 'captcha';
  return isNext || req.emas?.captcha !== undefined;
}

function refusedBox({ texts }: Visit, { next, withoutCaptcha = false }: RefusedLogin): Html {
  const { login: own } = texts.account;
  if (withoutCaptcha) return alertBox(texts.forms.errorHeading, html`<p>${own.captcha}</p>`);
  return alertBox(
    texts.forms.errorHeading,
    html`<p>${own.wrong}</p>
      ${next !== undefined && next.wait > 0 && html`<p>${own.wait(waitOf(next.wait, texts))}</p>`}
      ${next?.action === 'captcha' && html`<p>${own.captchaNext}</p>`}
      ${next?.action === 'allow' && next.left <= FEW && html`<p>${own.left(next.left)}</p>`}`,
  );
}

/** `20 seconds`, `5 minutes`. */
export function waitOf(milliseconds: number, { account }: Texts): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const { seconds: inSeconds, minutes } = account.login;
  return seconds < 120 ? inSeconds(seconds) : minutes(Math.ceil(seconds / 60));
}

/** Why somebody who was signed in is asked again; the page that sent them here says so. */
function becauseNotice({ req, texts }: Visit): Html | undefined {
  const because: unknown = req.query['because'];
  if (because !== 'ended' && because !== 'challenged') return undefined;
  return notice(texts.account.login.because[because], 'warning');
}
