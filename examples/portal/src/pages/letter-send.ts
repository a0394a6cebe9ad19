import { formPage } from '../forms/form-page.ts';
import { letterForm } from '../forms/letter-form.ts';
import { readHealthForm } from '../forms/read-health-form.ts';
import { newRecord } from '../records.ts';
import type { Answer, Visit } from '../visit.ts';

export function sendLetter(visit: Visit): Answer {
  const sent = readHealthForm(letterForm, visit);
  if (!sent.accepted) return formPage(visit, letterForm, sent.state, visit.texts.forms.letter);
  const { patient, policyNumber, hospital, service, admissionDate } = sent.data;
  const record = newRecord('G', visit.account?.username);
  visit.state.letters.set(record.id, {
    ...record,
    receipt: sent.receipt,
    patient,
    policyNumber,
    hospital,
    service,
    admissionDate,
  });
  return { to: `/guarantee-letters/${record.id}` };
}
