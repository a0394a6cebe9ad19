import { claimForm } from '../forms/claim-form.ts';
import { formPage } from '../forms/form-page.ts';
import { readHealthForm } from '../forms/read-health-form.ts';
import { receivedReceipts } from '../receipts/receive-receipts.ts';
import { newRecord } from '../records.ts';
import type { Answer, Visit } from '../visit.ts';

export function sendClaim(visit: Visit): Answer {
  const sent = readHealthForm(claimForm, visit);
  if (!sent.accepted) return formPage(visit, claimForm, sent.state, visit.texts.forms.claim);
  const { patient, policyNumber, clinic, treatment, visitDate, amount, bankAccount } = sent.data;
  const record = newRecord('C', visit.account?.username);
  visit.state.claims.set(record.id, {
    ...record,
    receipt: sent.receipt,
    patient,
    policyNumber,
    clinic,
    treatment,
    visitDate,
    amount,
    accountEnding: bankAccount.slice(-4),
    files: receivedReceipts(visit.req).files,
  });
  return { to: `/claims/${record.id}` };
}
