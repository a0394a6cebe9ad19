import type { Visit } from '../visit.ts';
import { NO_FAULTS } from './form.ts';
import type { FormState } from './form.ts';

/** What the portal knows about a member already, so that nobody types it twice. */
export function prefilled({ account }: Visit): FormState {
  if (account?.role !== 'member') return { values: {}, faults: NO_FAULTS };
  const { name, policyNumber, email } = account;
  return { values: { patient: name, name, policyNumber, email }, faults: NO_FAULTS };
}
