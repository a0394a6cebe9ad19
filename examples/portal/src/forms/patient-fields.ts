import type { Form } from './form.ts';

/** Who was, or will be, treated: a claim and a guarantee letter ask alike. */
export const PATIENT_FIELDS: Form<unknown>['sections'][number]['fields'] = [
  { kind: 'text', name: 'patient', autocomplete: 'off', maxLength: 100 },
  {
    kind: 'text',
    name: 'identityCard',
    autocomplete: 'off',
    inputMode: 'numeric',
    maxLength: 20,
    width: 'short',
    spellcheck: false,
  },
  {
    kind: 'text',
    name: 'policyNumber',
    autocomplete: 'off',
    maxLength: 20,
    width: 'short',
    spellcheck: false,
  },
];
