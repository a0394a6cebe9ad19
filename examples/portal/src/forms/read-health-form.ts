import type { ExplicitProblem } from '@emas/suite';
import {
  healthConsentProblem,
  takeHealthConsent,
  wasHealthConsentTicked,
} from '../consent/health-consent.ts';
import type { Visit } from '../visit.ts';
import { NO_FAULTS } from './form.ts';
import type { Form, FormState } from './form.ts';
import { readForm, withFilesAgain } from './read-form.ts';

type ReadHealthForm<Output> =
  | {
      readonly accepted: true;
      readonly data: Output;
      /** Number of the receipt of the consent. */
      readonly receipt: string;
    }
  | { readonly accepted: false; readonly state: FormState };

/**
 * Reads a form that holds details about health. All faults are told at once, and consent is recorded only
 * where nothing else is wrong: a receipt without its claim would prove nothing.
 */
export function readHealthForm<Output extends { readonly identityCard: string }>(
  form: Form<Output>,
  visit: Visit,
): ReadHealthForm<Output> {
  const sent = readForm(form, visit.req);
  if (!sent.accepted) {
    const problem = healthConsentProblem(visit, sent.state.values.identityCard ?? '');
    return { accepted: false, state: faulty(visit, sent.state, problem) };
  }
  const consent = takeHealthConsent(visit, sent.data.identityCard);
  if (consent.given) return { accepted: true, data: sent.data, receipt: consent.receipt };
  const state = { values: sent.values, faults: withFilesAgain(NO_FAULTS, visit.req) };
  return { accepted: false, state: faulty(visit, state, consent.problem) };
}

function faulty(visit: Visit, state: FormState, problem: ExplicitProblem | undefined): FormState {
  return {
    ...state,
    ...(problem === undefined ? {} : { consentProblem: problem }),
    isToAgreeAgain: problem !== 'moved' && wasHealthConsentTicked(visit),
  };
}
