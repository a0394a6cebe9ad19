import { z } from 'zod';
import { TREATMENTS } from '../choices.ts';
import type { Treatment } from '../choices.ts';
import {
  amount,
  bankAccount,
  dayBetween,
  email,
  identityCard,
  oneLine,
  oneOf,
  policyNumber,
} from './field-schemas.ts';
import { RECEIPT_TYPES } from '../receipts/receipt-file.ts';
import type { Form } from './form.ts';
import { PATIENT_FIELDS } from './patient-fields.ts';

export interface ClaimData {
  readonly patient: string;
  readonly identityCard: string;
  readonly policyNumber: string;
  readonly clinic: string;
  readonly treatment: Treatment;
  readonly visitDate: string;
  readonly amount: number;
  readonly bank: string;
  readonly bankAccount: string;
  readonly email: string;
}

const EARLIEST_VISIT = -365;

export const claimForm: Form<ClaimData> = {
  action: '/claims/new',
  submit: (texts) => texts.forms.claim.submit,
  sections: [
    {
      legend: (texts) => texts.forms.claim.patientSection,
      fields: PATIENT_FIELDS,
    },
    {
      legend: (texts) => texts.forms.claim.visitSection,
      fields: [
        { kind: 'text', name: 'clinic', autocomplete: 'off', maxLength: 120 },
        {
          kind: 'choice',
          name: 'treatment',
          values: TREATMENTS,
          labels: (texts) => texts.forms.treatments,
        },
        { kind: 'date', name: 'visitDate', earliest: EARLIEST_VISIT, latest: 0 },
        {
          kind: 'text',
          name: 'amount',
          autocomplete: 'off',
          inputMode: 'decimal',
          maxLength: 20,
          width: 'short',
          prefix: (texts) => texts.forms.ringgit,
        },
        { kind: 'files', name: 'receipts', optional: true, accept: RECEIPT_TYPES },
      ],
    },
    {
      legend: (texts) => texts.forms.claim.refundSection,
      fields: [
        { kind: 'text', name: 'bank', autocomplete: 'off', maxLength: 60 },
        {
          kind: 'text',
          name: 'bankAccount',
          autocomplete: 'off',
          inputMode: 'numeric',
          maxLength: 30,
          spellcheck: false,
        },
        { kind: 'text', name: 'email', type: 'email', autocomplete: 'email', maxLength: 254 },
      ],
    },
  ],
  isAboutHealth: true,
  schema: z.object({
    patient: oneLine(100),
    identityCard,
    policyNumber,
    clinic: oneLine(120),
    treatment: oneOf(TREATMENTS),
    visitDate: dayBetween(EARLIEST_VISIT, 0),
    amount,
    bank: oneLine(60),
    bankAccount,
    email,
  }),
};
