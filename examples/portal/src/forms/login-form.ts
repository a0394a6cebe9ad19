import { z } from 'zod';
import { oneLine } from './field-schemas.ts';
import type { Form } from './form.ts';

export interface LoginData {
  readonly username: string;
  readonly password: string;
}

export const loginForm: Form<LoginData> = {
  action: '/login',
  submit: (texts) => texts.forms.login.submit,
  sections: [
    {
      legend: (texts) => texts.account.login.title,
      fields: [
        {
          kind: 'text',
          name: 'username',
          autocomplete: 'username',
          maxLength: 100,
          spellcheck: false,
        },
        {
          kind: 'text',
          name: 'password',
          type: 'password',
          autocomplete: 'current-password',
          maxLength: 200,
        },
      ],
    },
  ],
  schema: z.object({
    username: oneLine(100),
    // Not trimmed: blanks belong to a password.
    password: z.string('missing').min(1, 'missing').max(200, 'wrong'),
  }),
};
