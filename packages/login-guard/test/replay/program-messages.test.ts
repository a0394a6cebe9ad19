import { expect, it } from '@jest/globals';
import { seenIn } from './read-log.ts';

/** Behind the header of syslog, the messages of a program and what they tell. */
type Told = readonly [message: string, tells: string | undefined];

const PROGRAMS: readonly (readonly [program: string, told: readonly Told[]])[] = [
  [
    'sshd[7]',
    [
      ['Failed password for mei from 192.0.2.7 port 22 ssh2', 'wrong_password mei 192.0.2.0/24'],
      [
        'Failed password for invalid user x from 192.0.2.7 port 2 ssh2',
        'unknown_account x 192.0.2.0/24',
      ],
      [
        'Failed keyboard-interactive/pam for mei from 192.0.2.7 port 22 ssh2',
        'wrong_password mei 192.0.2.0/24',
      ],
      ['Failed publickey for mei from 192.0.2.7 port 22 ssh2: ED25519 SHA256:abc', undefined],
      ['Failed none for invalid user mei from 192.0.2.7 port 22 ssh2', undefined],
      [
        'Accepted publickey for mei from 192.0.2.7 port 22 ssh2: RSA SHA256:abc',
        'in mei 192.0.2.0/24',
      ],
      ['Accepted password for mei from 2001:db8::7 port 22 ssh2', 'in mei 2001:db8::/64'],
      [
        'Failed password for invalid user  from ::ffff:192.0.2.7 port 22 ssh2',
        'unknown_account  192.0.2.0/24',
      ],
      ['Failed password for mei from host.example port 22 ssh2', 'wrong_password mei'],
      [
        'Failed password for invalid user x from 1.1.1.1 port 1 ssh2 from 192.0.2.7 port 22 ssh2',
        'unknown_account x from 1.1.1.1 port 1 ssh2 192.0.2.0/24',
      ],
      ['Invalid user mei from 192.0.2.7 port 22', undefined],
      ['Connection closed by authenticating user mei 192.0.2.7 port 22 [preauth]', undefined],
      ['Disconnecting: Too many authentication failures for root [preauth]', undefined],
      [
        'error: Received disconnect from 192.0.2.7: 3: com.jcraft.jsch.JSchException: Auth fail [preauth]',
        undefined,
      ],
      [
        'PAM 5 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=h  user=root',
        undefined,
      ],
      [
        'reverse mapping checking getaddrinfo for login.example [192.0.2.7] failed - POSSIBLE BREAK-IN ATTEMPT!',
        undefined,
      ],
    ],
  ],
  [
    'sshd-session[8]',
    [['Failed password for mei from 192.0.2.7 port 22 ssh2', 'wrong_password mei 192.0.2.0/24']],
  ],
  [
    'sshd(pam_unix)[9]',
    [
      [
        'authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=192.0.2.7  user=root',
        'wrong_password root 192.0.2.0/24',
      ],
      ['check pass; user unknown', undefined],
      ['session opened for user test by (uid=509)', undefined],
    ],
  ],
  [
    'vsftpd[3]',
    [
      [
        'pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=mei rhost=192.0.2.7 user=mei',
        'wrong_password mei 192.0.2.0/24',
      ],
      // What was typed stands in ruser: it must not stand for the address.
      [
        'pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=x rhost=6.6.6.6 rhost=198.51.100.7 ',
        'wrong_password  198.51.100.0/24',
      ],
    ],
  ],
  [
    'dropbear[4]',
    [
      ["Bad password attempt for 'mei' from 192.0.2.7:59478", 'wrong_password mei 192.0.2.0/24'],
      ['Login attempt for nonexistent user from 192.0.2.7:60794', 'unknown_account  192.0.2.0/24'],
      ["Password auth succeeded for 'mei' from 192.0.2.7:39999", 'in mei 192.0.2.0/24'],
      [
        "Pubkey auth succeeded for 'mei' with ssh-ed25519 key SHA256:abc from 192.0.2.7:39999",
        'in mei 192.0.2.0/24',
      ],
      ["Exit before auth (user 'mei', 3 fails): Max auth tries reached", undefined],
    ],
  ],
  [
    'dovecot',
    [
      [
        'imap-login: Disconnected (auth failed, 2 attempts in 9 secs): user=<mei>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, TLS, session=<abc>',
        'wrong_credentials mei 192.0.2.0/24 twice',
      ],
      [
        'pop3-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<a>, rip=6.6.6.6, lip=1>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1',
        'wrong_credentials a>, rip=6.6.6.6, lip=1 192.0.2.0/24',
      ],
      [
        'imap-login: Login: user=<mei>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, mpid=1, TLS',
        'in mei 192.0.2.0/24',
      ],
      [
        'imap-login: Disconnected (no auth attempts in 2 secs): user=<>, rip=192.0.2.7, lip=192.0.2.1',
        undefined,
      ],
      ['auth: passwd-file(mei,192.0.2.7): Password mismatch', undefined],
    ],
  ],
  [
    'postfix/submission/smtpd[5]',
    [
      [
        'warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFzc3dvcmQ6',
        'wrong_credentials  192.0.2.0/24',
      ],
      [
        'warning: h.example[192.0.2.7]: SASL PLAIN authentication failed: authentication failure, sasl_username=mei@a.example',
        'wrong_credentials mei@a.example 192.0.2.0/24',
      ],
      [
        'warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: Connection lost to authentication server',
        undefined,
      ],
      [
        '4F2B1: client=unknown[192.0.2.7], sasl_method=LOGIN, sasl_username=mei',
        'in mei 192.0.2.0/24',
      ],
    ],
  ],
  [
    'wordpress(blog.example)[0]',
    [
      ['Authentication failure for mei from 192.0.2.7', 'wrong_password mei 192.0.2.0/24'],
      [
        'Authentication attempt for unknown user x from 192.0.2.7',
        'unknown_account x 192.0.2.0/24',
      ],
      ['Accepted password for mei from 192.0.2.7', 'in mei 192.0.2.0/24'],
    ],
  ],
  [
    'portal[6]',
    [
      [
        'event=authn_login_fail category=auth account=c0ffee reason=wrong_password source_ip=192.0.2.7 msg="A sign-in attempt failed."',
        'wrong_password c0ffee 192.0.2.0/24',
      ],
      ['event=session_created category=session source_ip=192.0.2.7 msg="x"', undefined],
      [
        'category=system data_event=authn_login_fail msg="event=authn_login_fail account=x"',
        undefined,
      ],
    ],
  ],
];

const CASES = PROGRAMS.flatMap(([program, told]) =>
  told.map(([message, tells]) => [`${program}: ${message}`, tells] as const),
);

it.each(CASES)('%s', async (line, tells) => {
  const expected = tells?.replace(/ twice$/, '');
  const times = tells === undefined ? 0 : Number(tells.endsWith(' twice')) + 1;
  const seen = await seenIn(`Nov 23 10:00:00 clinic ${line}\n`);
  expect(seen).toEqual(Array.from({ length: times }, () => expected));
});
