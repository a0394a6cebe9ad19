import { formPage } from '../forms/form-page.ts';
import { readForm } from '../forms/read-form.ts';
import { supportForm } from '../forms/support-form.ts';
import { newRecord } from '../records.ts';
import type { Answer, Visit } from '../visit.ts';

export function sendSupport(visit: Visit): Answer {
  const sent = readForm(supportForm, visit.req);
  if (!sent.accepted) return formPage(visit, supportForm, sent.state, visit.texts.forms.support);
  const { topic, message } = sent.data;
  const record = newRecord('S', visit.account?.username);
  visit.state.messages.set(record.id, { ...record, topic, message });
  return { to: '/support/thank-you' };
}
