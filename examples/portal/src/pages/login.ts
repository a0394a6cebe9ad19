import { NO_FAULTS } from '../forms/form.ts';
import type { FormState } from '../forms/form.ts';
import { alertBox } from '../forms/error-summary.ts';
import { loginForm } from '../forms/login-form.ts';
import { renderForm } from '../forms/render-form.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { notice } from '../layout/notice.ts';
import { withSession } from '../session-page.ts';
import type { Page, PageHandler, Visit } from '../visit.ts';

export const login: PageHandler = withSession((visit) => {
  if (visit.account !== undefined) return { to: '/account' };
  return loginPage(visit, { values: {}, faults: NO_FAULTS }, 'fresh');
});

/** The same page for a wrong password and a name nobody has: neither tells which it was. */
export function loginPage(visit: Visit, state: FormState, outcome: 'fresh' | 'refused'): Page {
  const { account, forms } = visit.texts;
  const own = account.login;
  const refused = outcome === 'refused';
  const faulty = refused || state.faults.size > 0;
  return {
    title: faulty ? `${forms.errorTitle}: ${own.title}` : own.title,
    status: faulty ? 422 : 200,
    personal: true,
    main: html`<div class="slim">
      <h1>${own.title}</h1>
      <p class="lead">${own.lead}</p>
      ${becauseNotice(visit)} ${refused && alertBox(forms.errorHeading, html`<p>${own.wrong}</p>`)}
      ${renderForm(visit, loginForm, state)}
      <p class="quiet">${own.cookie}</p>
      <section class="panel">
        <h2>${own.demoHeading}</h2>
        <dl class="demo-accounts">
          <dt>${own.demoMember}</dt>
          <dd><code>demo</code> <code>selamat-datang</code></dd>
          <dt>${own.demoMarketing}</dt>
          <dd><code>marketing</code> <code>angka-sahaja</code></dd>
        </dl>
      </section>
    </div>`,
  };
}

/** Why somebody who was signed in is asked again; the page that sent them here says so. */
function becauseNotice({ req, texts }: Visit): Html | undefined {
  const because: unknown = req.query['because'];
  if (because !== 'ended' && because !== 'challenged') return undefined;
  return notice(texts.account.login.because[because], 'warning');
}
