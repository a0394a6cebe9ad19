import { describe, expect, test } from '@jest/globals';
import type { IncidentRow, IncidentTally, LogLine } from '../pages/security/contract.ts';
import { actionFailureOf } from '../frame/web/failure.ts';
import {
  blocksCsv,
  eventFiguresCsv,
  failureRowsCsv,
  incidentsCsv,
  linesCsv,
} from '../pages/security/web/security-csv.ts';
import { actionFailureWords } from '../pages/security/web/action-words.ts';
import {
  incidentCounts,
  namedPrefixes,
  sortedIncidents,
  subjectParts,
} from '../pages/security/web/incident-words.ts';
import { dataPairs, linesPath, nextLimit } from '../pages/security/web/log-question.ts';
import { en, ms } from './security-texts.ts';

const ACCOUNT = '4e1195df020de59e';
const PREFIX = '203.0.113.0/24';

function tally(...names: string[]): IncidentTally {
  return {
    total: names.length,
    atLeast: false,
    top: names.map((name) => ({ name, count: 3 })),
    rest: 0,
    unknown: 0,
  };
}

function anIncident(changes: Partial<IncidentRow> = {}): IncidentRow {
  return {
    id: 'i1',
    kind: 'spraying',
    severity: 'high',
    state: 'open',
    subject: { type: 'prefix', value: PREFIX },
    opened: '2026-11-23T01:00:00Z',
    first: '2026-11-23T01:00:00Z',
    last: '2026-11-23T02:00:00Z',
    failures: 1204,
    successes: 1,
    accounts: tally(ACCOUNT),
    prefixes: tally(PREFIX, '198.51.100.0/24', ''),
    countries: tally('MY'),
    clients: tally('=cmd()'),
    reasons: tally('wrong_password'),
    entered: [],
    changes: [],
    ...changes,
  };
}

describe('incidents', () => {
  test('that wait for somebody come first, of those the latest', () => {
    const rows = [
      anIncident({ id: 'closed', state: 'closed', last: '2026-11-23T09:00:00Z' }),
      anIncident({ id: 'old', last: '2026-11-20T09:00:00Z' }),
      anIncident({ id: 'acknowledged', state: 'acknowledged' }),
      anIncident({ id: 'new', last: '2026-11-23T08:00:00Z' }),
    ];
    expect(sortedIncidents(rows).map(({ id }) => id)).toEqual([
      'new',
      'old',
      'acknowledged',
      'closed',
    ]);
  });

  test.each([
    ['account', ACCOUNT, { account: ACCOUNT, prefix: '' }],
    ['network', '203.0.0.0/16', { account: '', prefix: '203.0.0.0/16' }],
    ['pair', `${ACCOUNT} ${PREFIX}`, { account: ACCOUNT, prefix: PREFIX }],
    ['password', '', { account: '', prefix: '' }],
  ] as const)('about %s "%s" name %j', (type, value, parts) => {
    expect(subjectParts({ subject: { type, value } })).toEqual(parts);
  });

  test('offer each network once, the subject first, and none that is not known', () => {
    expect(namedPrefixes(anIncident())).toEqual([PREFIX, '198.51.100.0/24']);
  });

  test('count what they are made of and leave out what is not there', () => {
    const incident = anIncident({
      successes: 0,
      accounts: { total: 500, atLeast: true, top: [], rest: 1204, unknown: 0 },
    });
    expect(incidentCounts(incident, en)).toEqual([
      '1,204 failures',
      '500 accounts or more',
      '3 networks',
    ]);
    expect(incidentCounts(incident, ms)[1]).toBe('500 akaun atau lebih');
  });
});

describe('a search in the log', () => {
  test('asks with the view and leaves out what is empty', () => {
    const asked = { text: '=cmd() & more', event: 'authn_*', level: '', limit: 200 };
    expect(linesPath('period=7d&tz=UTC', asked)).toBe(
      'api/security/lines?period=7d&tz=UTC&limit=200&text=%3Dcmd%28%29+%26+more&event=authn_*',
    );
  });

  test('gets more lines until there are no more, or no more can be had', () => {
    expect(nextLimit(200, 1234, 200)).toBe(1000);
    expect(nextLimit(5000, 20_000, 5000)).toBe(10_000);
    expect(nextLimit(10_000, 20_000, 10_000)).toBeNull();
    expect(nextLimit(12, 12, 200)).toBeNull();
  });

  test('shows what a line carries, however deep it lies', () => {
    const data = {
      account: ACCOUNT,
      error: { name: 'TypeError', cause: { code: 7 } },
      list: [1, 'two'],
      none: null,
      empty: {},
    };
    expect(dataPairs(data)).toEqual([
      ['account', ACCOUNT],
      ['error.name', 'TypeError'],
      ['error.cause.code', '7'],
      ['list', '[1,"two"]'],
      ['none', 'null'],
      ['empty', '{}'],
    ]);
  });
});

describe('actions that were not carried out', () => {
  test.each([
    [403, { code: 'ERR_EMAS_DASHBOARD_CROSS_SITE' }, { kind: 'cross_site' }],
    [
      400,
      { code: 'ERR_EMAS_DASHBOARD_ACTION', detail: 'too wide' },
      { kind: 'refused', detail: 'too wide' },
    ],
    [403, { code: 'ERR_EMAS_DASHBOARD_FORBIDDEN' }, { kind: 'signed_out' }],
    [503, { code: 'ERR_EMAS_DASHBOARD_UNAVAILABLE' }, { kind: 'unavailable' }],
    [502, '<html>', { kind: 'unknown', code: 'HTTP 502' }],
  ])('with %d and %j are %j', (status, problem, failure) => {
    expect(actionFailureOf(status, problem)).toEqual(failure);
  });

  test('say why', () => {
    expect(actionFailureWords({ kind: 'refused', detail: 'too wide' }, en)).toContain('too wide');
    expect(actionFailureWords({ kind: 'cross_site' }, ms)).toContain('Muat semula');
    expect(actionFailureWords({ kind: 'not_kept' }, en)).toContain('not_kept');
  });
});

describe('security files for a spreadsheet', () => {
  const lineOf = (csv: string, index = 1): string | undefined => csv.split('\r\n')[index];

  test('keep strangers’ formulas text', () => {
    const row = { failures: 1, accounts: 1, prefixes: 1, first: 'f', last: 'l' };
    expect(lineOf(failureRowsCsv('client', [{ ...row, value: '=cmd()' }]))).toBe(
      "'=cmd(),1,1,1,f,l",
    );
    expect(
      lineOf(eventFiguresCsv([{ event: 'csp_violation', reason: '@x', count: 2, last: 'l' }])),
    ).toBe("csp_violation,'@x,2,l");
    const block = { prefix: PREFIX, since: 's', until: 'u', by: 'ops', incident: '' };
    expect(lineOf(blocksCsv([{ ...block, reason: '+1' }]))).toBe(`${PREFIX},s,u,'+1,ops,`);
  });

  test('have an incident in a line, its evidence in cells', () => {
    const change = { time: 't', state: 'closed', previous: 'open', by: 'ops', note: 'a, b' };
    const [head, line] = incidentsCsv([
      anIncident({ changes: [{ ...change, state: 'closed', previous: 'open' }] }),
    ]).split('\r\n');
    expect(head?.split(',').length).toBe(20);
    expect(line).toContain(`,${PREFIX},`);
    expect(line).toContain(`'=cmd(): 3`);
    expect(line).toContain('"t closed ops a, b"');
  });

  test('have log lines with all that they carry', () => {
    const line: LogLine = {
      time: '2026-11-23T01:00:00Z',
      level: 'warn',
      category: 'auth',
      event: 'authn_login_fail',
      message: '=HYPERLINK("x")',
      request: '',
      data: { a: 1 },
    };
    expect(lineOf(linesCsv([line]))).toBe(
      `2026-11-23T01:00:00Z,warn,auth,authn_login_fail,"'=HYPERLINK(""x"")",,"{""a"":1}"`,
    );
  });
});
