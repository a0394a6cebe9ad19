import { formPage } from '../forms/form-page.ts';
import { prefilled } from '../forms/prefilled.ts';
import { supportForm } from '../forms/support-form.ts';
import type { Page, Visit } from '../visit.ts';

export function support(visit: Visit): Page {
  return formPage(visit, supportForm, prefilled(visit), visit.texts.forms.support);
}
