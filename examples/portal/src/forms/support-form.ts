import { z } from 'zod';
import { SUPPORT_TOPICS } from '../choices.ts';
import type { SupportTopic } from '../choices.ts';
import { email, oneLine, oneOf, severalLines } from './field-schemas.ts';
import type { Form } from './form.ts';

export interface SupportData {
  readonly name: string;
  readonly email: string;
  readonly topic: SupportTopic;
  readonly message: string;
}

export const supportForm: Form<SupportData> = {
  action: '/support',
  submit: (texts) => texts.forms.support.submit,
  sections: [
    {
      legend: (texts) => texts.forms.support.section,
      fields: [
        { kind: 'text', name: 'name', autocomplete: 'name', maxLength: 100 },
        { kind: 'text', name: 'email', type: 'email', autocomplete: 'email', maxLength: 254 },
        {
          kind: 'choice',
          name: 'topic',
          values: SUPPORT_TOPICS,
          labels: (texts) => texts.forms.topics,
        },
        { kind: 'longText', name: 'message', maxLength: 2000, rows: 7 },
      ],
    },
  ],
  schema: z.object({
    name: oneLine(100),
    email,
    topic: oneOf(SUPPORT_TOPICS),
    message: severalLines(2000),
  }),
};
