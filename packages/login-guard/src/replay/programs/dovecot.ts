import type { ProgramMessages } from './program-messages.ts';

const LOGIN = String.raw`^(?:[\w-]{1,20}-login: )?(?:Info: )?`;
const WHO = String.raw`user=<(?<name>.*)>, (?:method=(?<method>[\w-]{0,40}), )?rip=(?<address>[^,\s]{1,255}), lip=`;
const itself = () => ({ service: 'dovecot', module: '', isComplete: true });

/** Dovecot, for IMAP, POP3 and submission, by syslog and in files of its own. */
export const dovecot: ProgramMessages = {
  program: /^(?:dovecot|imap-login|pop3-login|submission-login|managesieve-login)$/,
  client: 'mail',
  kinds: [
    {
      pattern: new RegExp(
        String.raw`${LOGIN}[^<]{1,200}?\(auth failed, (?<count>\d{1,9}) attempts?[^<]{0,200}?: ${WHO}`,
        's',
      ),
      outcome: 'failure',
      teller: itself,
    },
    {
      pattern: new RegExp(`${LOGIN}(?:Login|Logged in): ${WHO}`, 's'),
      outcome: 'success',
      teller: itself,
    },
    {
      pattern: new RegExp(
        String.raw`${LOGIN}(?:Disconnected|Aborted login|Login aborted|Connection closed)\b`,
      ),
      outcome: 'none',
    },
    // Its process for passwords writes about the same attempts.
    { pattern: /^auth(?:-worker)?(?:\(|: )/, outcome: 'none' },
    { pattern: /^(?:imap|pop3|lmtp|lda|managesieve)\(/, outcome: 'none' },
  ],
};
