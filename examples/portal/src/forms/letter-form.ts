import { z } from 'zod';
import { HOSPITAL_SERVICES } from '../choices.ts';
import type { HospitalService } from '../choices.ts';
import {
  dayBetween,
  email,
  identityCard,
  oneLine,
  oneOf,
  optionalLine,
  phone,
  policyNumber,
  severalLines,
} from './field-schemas.ts';
import type { Form } from './form.ts';
import { PATIENT_FIELDS } from './patient-fields.ts';

export interface LetterData {
  readonly patient: string;
  readonly identityCard: string;
  readonly policyNumber: string;
  readonly hospital: string;
  readonly service: HospitalService;
  readonly admissionDate: string;
  readonly doctor: string;
  readonly reason: string;
  readonly phone: string;
  readonly email: string;
}

const EARLIEST_ADMISSION = -7;
const LATEST_ADMISSION = 183;

export const letterForm: Form<LetterData> = {
  action: '/guarantee-letters/new',
  submit: (texts) => texts.forms.letter.submit,
  sections: [
    {
      legend: (texts) => texts.forms.letter.patientSection,
      fields: PATIENT_FIELDS,
    },
    {
      legend: (texts) => texts.forms.letter.staySection,
      fields: [
        { kind: 'text', name: 'hospital', autocomplete: 'off', maxLength: 120 },
        {
          kind: 'choice',
          name: 'service',
          values: HOSPITAL_SERVICES,
          labels: (texts) => texts.forms.services,
        },
        {
          kind: 'date',
          name: 'admissionDate',
          earliest: EARLIEST_ADMISSION,
          latest: LATEST_ADMISSION,
        },
        { kind: 'text', name: 'doctor', autocomplete: 'off', maxLength: 100, optional: true },
        { kind: 'longText', name: 'reason', maxLength: 500, rows: 3 },
      ],
    },
    {
      legend: (texts) => texts.forms.letter.contactSection,
      fields: [
        {
          kind: 'text',
          name: 'phone',
          type: 'tel',
          autocomplete: 'tel',
          maxLength: 30,
          width: 'short',
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
    hospital: oneLine(120),
    service: oneOf(HOSPITAL_SERVICES),
    admissionDate: dayBetween(EARLIEST_ADMISSION, LATEST_ADMISSION),
    doctor: optionalLine(100),
    reason: severalLines(500),
    phone,
    email,
  }),
};
