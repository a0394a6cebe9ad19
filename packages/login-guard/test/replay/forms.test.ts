import { expect, it, test } from '@jest/globals';
import { fileOf, read, seenIn } from './read-log.ts';

const MESSAGE = 'Failed password for mei from 192.0.2.7 port 22 ssh2';
const TOLD = ['wrong_password mei 192.0.2.0/24'];
const journal = (message: unknown): string =>
  JSON.stringify({
    ...{ __REALTIME_TIMESTAMP: '1795168800000000', _HOSTNAME: 'clinic', _PID: '7' },
    ...{ SYSLOG_IDENTIFIER: 'sshd', MESSAGE: message },
  });

it.each<[string, string | Buffer]>([
  ['syslog of the old form', `Nov 23 10:00:00 clinic sshd[7]: ${MESSAGE}`],
  ['syslog with a time of RFC 3339', `2026-11-23T10:00:00.1+08:00 clinic sshd[7]: ${MESSAGE}`],
  ['RFC 5424', `<86>1 2026-11-23T10:00:00Z clinic sshd 7 - - ${MESSAGE}`],
  [
    'RFC 5424 with structured data and a mark',
    String.raw`<86>1 2026-11-23T10:00:00Z clinic sshd 7 - [a@1 x="]\"["][b@1] ` +
      `\ufeff${MESSAGE}`,
  ],
  ['a host by address', `Nov 23 10:00:00 2001:db8::1 sshd[7]: ${MESSAGE}`],
  ["the journal's JSON", journal(MESSAGE)],
  ["the journal's JSON, as bytes", journal([...Buffer.from(MESSAGE)])],
  [
    "the journal's export",
    [
      '__CURSOR=s=1',
      '__REALTIME_TIMESTAMP=1795168800000000',
      '_HOSTNAME=clinic',
      'SYSLOG_IDENTIFIER=sshd',
      `MESSAGE=${MESSAGE}`,
      '',
    ].join('\n'),
  ],
  [
    "the journal's export, with a binary field and without an end",
    Buffer.concat([
      Buffer.from('__REALTIME_TIMESTAMP=1795168800000000\nSYSLOG_IDENTIFIER=sshd\nMESSAGE\n'),
      Buffer.from([MESSAGE.length, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(`${MESSAGE}\n`),
    ]),
  ],
  [
    'UTF-16, as Windows writes it',
    Buffer.from(`\ufeffNov 23 10:00:00 a sshd[7]: ${MESSAGE}`, 'utf16le'),
  ],
])('%s', async (_name, lines) => {
  expect(await seenIn(lines)).toEqual(TOLD);
});

it.each<[string, string, string[]]>([
  [
    'vsftpd.log',
    'Mon Nov 23 10:00:00 2026 [pid 2] CONNECT: Client "192.0.2.7"\nMon Nov 23 10:00:01 2026 [pid 1] [mei] FAIL LOGIN: Client "192.0.2.7"\nMon Nov 23 10:00:02 2026 [pid 1] [mei] OK LOGIN: Client "::ffff:192.0.2.7"',
    ['wrong_credentials mei 192.0.2.0/24', 'in mei 192.0.2.0/24'],
  ],
  [
    "Dovecot's own file",
    'Nov 23 10:00:00 imap-login: Info: Disconnected (auth failed, 1 attempts in 2 secs): user=<mei>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1',
    ['wrong_credentials mei 192.0.2.0/24'],
  ],
  [
    'repeated messages of rsyslog and syslogd',
    `Nov 23 10:00:00 clinic sshd[7]: message repeated 2 times: [ ${MESSAGE}]\nNov 23 10:00:09 clinic last message repeated 2 times`,
    [...TOLD, ...TOLD, ...TOLD, ...TOLD],
  ],
])('%s', async (_name, lines, told) => {
  expect(await seenIn(`${lines}\n`)).toEqual(told);
});

test('an access log tells of sign-ins by name, and of forms', async () => {
  const line = (user: string, request: string, status: number, at = 0): string =>
    `192.0.2.7 - ${user} [23/Nov/2026:10:${String(at).padStart(2, '0')}:00 +0800] "${request} HTTP/1.1" ${status} 1 "-" "curl/8"`;
  const lines = [
    line('-', 'GET /private', 401),
    line('mei', 'GET /private', 401),
    line('mei', 'GET /private', 200, 1),
    line('mei', 'GET /private/more', 200, 2),
    line('mei', 'GET /admin', 403, 3),
    line('mei', 'GET /private', 401, 4),
    line('mei', 'GET /private', 304, 5),
    line('-', 'POST /login?next=%2F', 401, 6),
    line('-', 'POST /login', 403, 7),
    line('-', 'POST /cart', 403, 8),
    line('-', 'GET /wp-login.php', 403, 9),
  ];
  expect(await seenIn(lines.join('\n'))).toEqual([
    'wrong_credentials mei 192.0.2.0/24',
    'in mei 192.0.2.0/24',
    'wrong_credentials mei 192.0.2.0/24',
    'in mei 192.0.2.0/24',
    'wrong_credentials  192.0.2.0/24',
    'wrong_credentials  192.0.2.0/24',
  ]);
  const { attempts } = await read(fileOf(lines.join('\n')));
  expect(attempts[0]).toMatchObject({ time: Date.parse('2026-11-23T02:00:00Z'), client: 'curl' });
});

const WINDOWS = [
  'unknown_account mei 192.0.2.0/24',
  'wrong_password mei 192.0.2.0/24',
  'in mei 192.0.2.0/24',
];
const event = (id: number, status: string, account = 'mei', type = 3): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>${id}</EventID><TimeCreated SystemTime='2026-11-23T02:00:00.000000000Z'/></System><EventData><Data Name='TargetUserName'>${account}</Data><Data Name='Status'>0xc000006d</Data><Data Name='SubStatus'>${status}</Data><Data Name='LogonType'>${type}</Data><Data Name='IpAddress'>192.0.2.7</Data></EventData></Event>`;
const EVENTS = [
  event(4625, '0xC0000064'),
  event(4625, '0xc000006a'),
  event(4624, '0x0'),
  event(4624, '0x0', 'SYSTEM', 5),
  event(4634, '0x0'),
];
const description = (failed: string): string =>
  `An account failed to log on.

Subject:
	Account Name:		CLINIC$

Account For Which Logon Failed:
	Security ID:		S-1-0-0
	Account Name:		mei

Failure Information:
	Sub Status:		${failed}

Logon Type:			3
	Source Network Address:	192.0.2.7`;

it.each<[string, string | Buffer]>([
  ['XML, an event a line', EVENTS.join('\n')],
  ['XML on one line', `<Events>${EVENTS.join('')}</Events>`],
  ['XML in UTF-16', Buffer.from(`\ufeff<Events>${EVENTS.join('')}</Events>`, 'utf16le')],
  ['XML on many lines', EVENTS.join('\n').replaceAll('><', '>\n  <')],
  [
    'CSV with columns',
    '"TimeCreated","Id","TargetUserName","IpAddress","Status","SubStatus"\n"2026-11-23T10:00:00","4625","mei","192.0.2.7","0xC000006D","0xC0000064"\n"2026-11-23T10:00:03","4625","mei","192.0.2.7","0xC000006D","0xC000006A"\n"2026-11-23T10:00:06","4624","mei","192.0.2.7","0x0","0x0"\n"2026-11-23T10:00:07","4624","CLINIC$","-","0x0","0x0"',
  ],
  [
    'JSON of Winlogbeat and of NXLog',
    [
      {
        '@timestamp': '2026-11-23T10:00:00Z',
        winlog: {
          event_id: 4625,
          event_data: { TargetUserName: 'mei', IpAddress: '192.0.2.7', SubStatus: '0xc0000064' },
        },
      },
      {
        EventTime: '2026-11-23 10:00:00',
        EventID: 4625,
        TargetUserName: 'mei',
        IpAddress: '192.0.2.7',
        Status: '0xc000006a',
      },
      {
        EventTime: '2026-11-23 10:00:01',
        EventID: 4624,
        TargetUserName: 'mei',
        IpAddress: '192.0.2.7',
        LogonType: 10,
      },
    ]
      .map((one) => JSON.stringify(one))
      .join('\n'),
  ],
])('sign-ins of Windows as %s', async (_name, lines) => {
  expect(await seenIn(lines)).toEqual(WINDOWS);
});

test('sign-ins of Windows as CSV with descriptions on several lines', async () => {
  const row = (failed: string): string =>
    `Information,2026-11-23 10:00:00,Microsoft-Windows-Security-Auditing,4625,Logon,"${description(failed)}"`;
  const lines = [
    'Level,Date and Time,Source,Event ID,Task Category',
    row('0xC0000064'),
    row('0xC000006A'),
  ];
  expect(await seenIn(lines.join('\r\n'))).toEqual(WINDOWS.slice(0, 2));
});

test('any JSON by the names of its fields', async () => {
  const lines = [
    {
      at: 1_795_168_800,
      user: { id: 'mei' },
      ip: '192.0.2.7',
      event: 'login_failed',
      why: 'locked',
    },
    { at: 1_795_168_801_000, user: { id: 'mei' }, ip: '192.0.2.7', event: 'login_ok' },
    { at: '2026-11-23T10:00:02', 'user.id': 'mei', ip: '192.0.2.7', event: 'login_failed' },
    { at: 1, user: { id: 'mei' }, event: 'logout' },
    { event: 'login_ok', user: { id: 'mei' } },
  ].map((one) => JSON.stringify(one));
  const paths = { time: 'at', account: 'user.id', address: 'ip', reason: 'why' };
  const map = { ...paths, outcome: 'event', success: 'login_ok', failure: 'login_failed' };
  const { attempts, progress } = await read(fileOf(lines.join('\n')), { map });
  expect(attempts).toMatchObject([
    { outcome: 'failure', reason: 'locked', account: 'mei', prefix: '192.0.2.0/24' },
    { outcome: 'success', time: 1_795_168_801_000 },
    { outcome: 'failure', reason: 'wrong_credentials', time: Date.parse('2026-11-23T10:00:02Z') },
  ]);
  // Of the last line the time is missing.
  expect(progress).toMatchObject({ lines: 5, understood: 4, notUnderstood: 1 });
});

test('without a word for failures, everything but a success is one', async () => {
  const lines =
    '{"t":1795168800,"a":"mei","ok":true}\n{"t":1795168801,"a":"mei","ok":false}\n{"t":1}\n';
  const map = { time: 't', account: 'a', outcome: 'ok', success: 'true' };
  expect(await seenIn(lines, { map })).toEqual(['in mei', 'wrong_credentials mei']);
});
