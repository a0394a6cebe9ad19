import { NO_FAULTS } from '../forms/form.ts';
import type { FormState } from '../forms/form.ts';
import { alertBox } from '../forms/error-summary.ts';
import { loginForm } from '../forms/login-form.ts';
import { renderForm } from '../forms/render-form.ts';
import { html } from '../html.ts';
import type { Answer, Page, Visit } from '../visit.ts';

export function login(visit: Visit): Answer {
  if (visit.signIn !== undefined) return { to: '/account' };
  return loginPage(visit, { values: {}, faults: NO_FAULTS }, 'fresh');
}

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
      ${refused && alertBox(forms.errorHeading, html`<p>${own.wrong}</p>`)}
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
