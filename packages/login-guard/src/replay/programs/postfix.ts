import type { ProgramMessages } from './program-messages.ts';

/** Postfix, whose SASL asks somebody else. The name is there from Postfix 3.8 on. */
export const postfix: ProgramMessages = {
  program: /^postfix(?:-\w{1,20})?\/(?:[\w-]{1,30}\/)?smtpd$/,
  client: 'smtp',
  kinds: [
    {
      pattern:
        /: SASL [\w-]{1,40} authentication failed: (?:Connection lost|Invalid authentication mechanism)/,
      outcome: 'none',
    },
    {
      pattern:
        /^(?:warning: )?\S{1,255}\[(?<address>[^\]\s]{2,45})\]: SASL (?<method>[\w-]{1,40}) authentication failed:(?:.*, sasl_username=(?<name>.*)|.*)$/s,
      outcome: 'failure',
      teller: () => ({ service: 'postfix', module: '', isComplete: true }),
    },
    {
      pattern:
        /^\w{1,40}: client=\S{1,255}\[(?<address>[^\]\s]{2,45})\], sasl_method=(?<method>[\w-]{1,40}), sasl_username=(?<name>.*)$/s,
      outcome: 'success',
      teller: () => ({ service: 'postfix', module: '', isComplete: true }),
    },
    {
      pattern: /^(?:lost connection|disconnect|connect|timeout|too many errors) /,
      outcome: 'none',
    },
  ],
};
