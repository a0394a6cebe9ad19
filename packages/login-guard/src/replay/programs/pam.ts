import type { ProgramMessages } from './program-messages.ts';

/** Services of PAM, by the name of who asks it. */
const SERVICES: Readonly<Record<string, string>> = { smtp: 'postfix', 'sshd-session': 'sshd' };

/** What PAM's modules write under the name of the program that asks them: sshd, vsftpd, su, login. */
export const pam: ProgramMessages = {
  program: /^/,
  client: 'pam',
  kinds: [
    {
      // ruser is what was typed, as user is where the account exists: what follows rhost last is PAM's own.
      pattern:
        /^(?<module>pam_\w{1,20})\((?<method>[\w.-]{1,40}):auth\): authentication failure; logname=.* rhost=(?<address>\S*)(?: +user=(?<name>\S*))?\s*$/s,
      outcome: 'failure',
      reason: 'wrong_password',
      teller: ({ module = 'pam_unix', method = '' }) => ({
        service: SERVICES[method] ?? method,
        module,
        isComplete: false,
      }),
    },
    {
      pattern: /^pam_\w{1,20}\([\w.-]{1,40}:auth\): (?:check pass|session|\d{1,9} more auth)/,
      outcome: 'none',
    },
    {
      pattern: /^pam_\w{1,20}\([\w.-]{1,40}:(?:session|account|password|setcred)\): /,
      outcome: 'none',
    },
  ],
};
