import { expect, it, test } from '@jest/globals';
import { fileOf, read, seenIn } from './read-log.ts';

const pamLine = (module: string, user: string): string =>
  `${module}(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7 ${user}`;
const PAM = pamLine('pam_unix', ' user=root');
const FAILED = 'Failed password for root from 192.0.2.7 port 22 ssh2';
const KEYBOARD = 'Failed keyboard-interactive/pam for root from 192.0.2.7 port 22 ssh2';
const WRONG = 'wrong_password root 192.0.2.0/24';
const IN = 'in root 192.0.2.0/24';

const logOf = (
  messages: readonly (readonly [pid: number, message: string, after?: number])[],
): string => {
  let second = 0;
  return messages
    .map(([pid, message, after = 2]) => {
      second += after;
      const time = new Date(Date.UTC(2026, 10, 23, 10, 0, second)).toISOString();
      return `${time} clinic sshd[${pid}]: ${message}\n`;
    })
    .join('');
};

it.each<[string, Parameters<typeof logOf>[0], string[]]>([
  [
    'PAM and sshd tell of the same attempt',
    [
      [1, PAM],
      [1, FAILED],
    ],
    [WRONG],
  ],
  [
    'two processes at once',
    [
      [1, PAM],
      [2, PAM],
      [1, FAILED],
      [2, FAILED],
    ],
    [WRONG, WRONG],
  ],
  [
    'only PAM tells',
    [
      [1, PAM],
      [2, PAM],
      [1, PAM],
    ],
    [WRONG, WRONG, WRONG],
  ],
  [
    'sshd tells of each, and a line of PAM is left over',
    [
      [1, PAM],
      [1, FAILED],
      [2, PAM],
    ],
    [WRONG],
  ],
  [
    'sshd tells of dialogues from the third on',
    [
      [1, PAM],
      [1, PAM],
      [1, PAM],
      [1, KEYBOARD],
    ],
    [WRONG, WRONG, WRONG],
  ],
  [
    'two modules of PAM were asked',
    [
      [1, PAM],
      [1, pamLine('pam_sss', ' user=root')],
    ],
    [WRONG],
  ],
  [
    'the second module knew the password',
    [
      [1, PAM],
      [1, 'Accepted password for root from 192.0.2.7 port 22 ssh2'],
    ],
    [IN],
  ],
  [
    'the name stands in one of two',
    [
      [1, pamLine('pam_unix', '')],
      [1, 'error: PAM: Authentication failure for root from 192.0.2.7'],
    ],
    [WRONG],
  ],
  [
    'a number is given again much later',
    [
      [1, PAM],
      [1, KEYBOARD, 600],
    ],
    [WRONG, WRONG],
  ],
])('%s', async (_name, messages, told) => {
  expect(await seenIn(logOf(messages))).toEqual(told);
});

test('attempts keep the order of their lines, whoever waits for whom', async () => {
  const names = ['a', 'b', 'c'];
  const lines = names.map((name, at) => [at, pamLine('pam_unix', ` user=${name}`)] as const);
  const portal = 'Accepted publickey for d from 192.0.2.7 port 22 ssh2: RSA SHA256:x';
  const { attempts } = await read(fileOf(logOf([...lines, [9, portal]])));
  expect(attempts.map(({ account }) => account)).toEqual(['a', 'b', 'c', 'd']);
});

/*
 * The same kinds of lines, as often, as in the public OpenSSH_2k.log of loghub: 518 wrong passwords, two
 * lines that stand for five each, four probes for methods, one success, and PAM's word beside them, of
 * which the last has lost its sequel.
 */
test('a log with all of it has each attempt once', async () => {
  const messages: [number, string][] = [];
  for (let pid = 1; pid <= 518; pid += 1) {
    const isKnown = pid % 3 !== 0;
    messages.push([pid, pamLine('pam_unix', isKnown ? ' user=root' : '')]);
    if (!isKnown) messages.push([pid, `Invalid user u${pid} from 192.0.2.7`]);
    if (pid % 130 === 0)
      messages.push([pid, 'Failed none for invalid user x from 192.0.2.7 port 22 ssh2']);
    messages.push([pid, FAILED]);
    if (pid % 250 === 0) {
      messages.push([pid, `message repeated 5 times: [ ${FAILED}]`]);
      messages.push([
        pid,
        'PAM 5 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=h',
      ]);
    }
  }
  messages.push([600, 'Accepted password for mei from 192.0.2.7 port 22 ssh2'], [601, PAM]);
  const { attempts, progress } = await read(fileOf(logOf(messages)));
  const failures = attempts.filter(({ outcome }) => outcome === 'failure');
  expect([failures.length, attempts.length]).toEqual([528, 529]);
  expect(progress).toMatchObject({ notUnderstood: 0, blank: 0, timesBack: 0 });
});
