import { claimForm } from '../forms/claim-form.ts';
import { formPage } from '../forms/form-page.ts';
import { prefilled } from '../forms/prefilled.ts';
import type { Page, Visit } from '../visit.ts';

export function newClaim(visit: Visit): Page {
  return formPage(visit, claimForm, prefilled(visit), visit.texts.forms.claim);
}
