import type { ProgramMessages } from './program-messages.ts';

const FROM = String.raw`from (?<address>\S{1,255}):\d{1,5}$`;

/** Dropbear, the SSH server of routers. Of an account that does not exist it does not write the name. */
export const dropbear: ProgramMessages = {
  program: /^dropbear$/,
  client: 'ssh',
  kinds: [
    {
      pattern: new RegExp(
        String.raw`^[Bb]ad (?:PAM )?(?<method>password) attempt for '(?<name>.*)' ${FROM}`,
        's',
      ),
      outcome: 'failure',
      reason: 'wrong_password',
    },
    {
      pattern: new RegExp(
        String.raw`^[Ll]ogin attempt (?<unknown>for nonexistent user)(?: '(?<name>.*)')? ${FROM}`,
        's',
      ),
      outcome: 'failure',
    },
    {
      pattern: new RegExp(
        String.raw`^(?:PAM )?(?<method>[Pp]assword|[Pp]ubkey) auth succeeded for '(?<name>.*)' (?:with [^']{1,200} )?${FROM}`,
        's',
      ),
      outcome: 'success',
    },
    { pattern: /^(?:Exit (?:before auth|\()|Child connection from |Exit from)/, outcome: 'none' },
  ],
};
