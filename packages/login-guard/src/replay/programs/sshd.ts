import type { MessageKind, ProgramMessages } from './program-messages.ts';

// Password and dialogue are guesses. A key that is not accepted is none: an agent offers all it has. Nor is
// "none", by which a program asks for the methods that there are.
const GUESS = String.raw`(?<method>password|keyboard-interactive(?:\/[\w-]{1,40})?)`;
const ANY = String.raw`(?<method>[\w-]{1,40}(?:\/[\w-]{1,40})?)`;
const WHO = String.raw`(?<unknown>invalid user )?(?<name>.*) from (?<address>\S{1,255}) port \d{1,5}(?: ssh2?(?:: \S+ \S+)?)?$`;
const itself = (isComplete: boolean) => () => ({ service: 'sshd', module: '', isComplete });

/** sshd tells of these as well, where it tells of the attempt itself, or they are no attempts. */
const BESIDES: readonly RegExp[] = [
  new RegExp(String.raw`^Failed ${ANY} for `, 's'),
  /^(?:error: )?(?:Received disconnect|Disconnected|Disconnecting|Connection|Connection (?:closed|reset))\b/,
  /^(?:input_userauth_request: )?[Ii]nvalid user /,
  /^(?:error: )?maximum authentication attempts exceeded /,
  /^PAM (?:\d{1,9} more authentication failures?;|service\()/,
  /^(?:reverse mapping checking getaddrinfo|Address \S+ maps to) /,
  /^User .* from \S+ not allowed because /s,
  /^(?:error: )?Could not get shadow information /,
];

/** OpenSSH's server. */
export const sshd: ProgramMessages = {
  program: /^sshd(?:-session|-auth)?$/,
  client: 'ssh',
  kinds: [
    {
      pattern: new RegExp(`^Failed (?=password)${GUESS} for ${WHO}`, 's'),
      outcome: 'failure',
      reason: 'wrong_password',
      // It tells of each wrong password, and of dialogues from the third on.
      teller: itself(true),
    },
    {
      pattern: new RegExp(`^Failed ${GUESS} for ${WHO}`, 's'),
      outcome: 'failure',
      reason: 'wrong_password',
      teller: itself(false),
    },
    {
      pattern: new RegExp(`^Accepted ${ANY} for ${WHO}`, 's'),
      outcome: 'success',
      teller: itself(false),
    },
    {
      pattern:
        /^error: PAM: (?:Authentication failure|Authentication error|User not known to the underlying authentication module) for (?<unknown>(?:illegal|invalid) user )?(?<name>.*) from (?<address>\S{1,255})$/s,
      outcome: 'failure',
      reason: 'wrong_password',
      teller: () => ({ service: 'sshd', module: 'PAM', isComplete: false }),
    },
    ...BESIDES.map((pattern): MessageKind => ({ pattern, outcome: 'none' })),
  ],
};
