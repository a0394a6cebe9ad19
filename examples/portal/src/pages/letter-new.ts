import { formPage } from '../forms/form-page.ts';
import { letterForm } from '../forms/letter-form.ts';
import { prefilled } from '../forms/prefilled.ts';
import type { Page, Visit } from '../visit.ts';

export function newLetter(visit: Visit): Page {
  return formPage(visit, letterForm, prefilled(visit), visit.texts.forms.letter);
}
