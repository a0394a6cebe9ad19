import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect } from '@emas/clickhouse';
import { migrateLogins } from '@emas/login-guard';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const data = mkdtempSync(join(tmpdir(), 'emas-incidents-'));
const HOUR_MS = 3_600_000;
const at = (age: number): string =>
  new Date(Date.now() - age).toISOString().slice(0, 23).replace('T', ' ');

beforeAll(async () => {
  const client = connect({ embedded: data });
  await migrateLogins(client);
  const tally = { total: 1, atLeast: false, top: { x: 3 }, rest: 0, unknown: 0 };
  const lists = {
    accounts: tally,
    prefixes: tally,
    reasons: tally,
    countries: tally,
    clients: tally,
  };
  const evidence = JSON.stringify({ ...lists, entered: ['b2dc6280bcbac7ec'] });
  const incident = (id: string, app: string, age: number): object => ({
    ...{ app, id, version: 1, kind: 'spraying', severity: 'high', subject_type: 'prefix' },
    ...{ subject: '198.51.100.0/24', opened: at(age), first: at(age), last: at(age) },
    ...{ failures: 1200, successes: 1, evidence },
  });
  const values = [
    incident('aaaaaaaaaaaa', 'clinic', HOUR_MS),
    incident('bbbbbbbbbbbb', 'clinic', 50 * HOUR_MS),
    incident('cccccccccccc', 'another', HOUR_MS),
  ];
  await client.insert({ table: 'emas_login_incidents', values, format: 'JSONEachRow' });
  await client.close();
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const emas = (...words: readonly string[]): Promise<Ended> =>
  runEmas(['incidents', ...words, '--data', data, '--app', 'clinic']);

it('lists incidents of the app, the latest first, since a time', async () => {
  const { code, out } = await emas();
  expect(code).toBe(0);
  const ids = out.split('\n').map((line) => line.split(' ', 1)[0]);
  expect(ids.slice(1, 3)).toEqual(['aaaaaaaaaaaa', 'bbbbbbbbbbbb']);
  expect(out).toMatch(
    /^aaaaaaaaaaaa +open +high +spraying +1,200 +1 +20\d\d-.* prefix 198\.51\.100\.0\/24$/m,
  );
  expect(out).not.toContain('cccccccccccc');
  expect((await emas('--since', '1d')).out).not.toContain('bbbbbbbbbbbb');
});

it('says what was done, by whom and why, and keeps what was said before', async () => {
  const first = await emas('change', 'aaaaaaaaaaaa', '--state', 'acknowledged', '--by', 'siti');
  expect([first.code, first.out]).toEqual([0, 'aaaaaaaaaaaa is acknowledged.\n']);
  const note = 'the network is blocked';
  const { out } = await emas(
    'change',
    'aaaaaaaaaaaa',
    '--state',
    'closed',
    '--note',
    note,
    '--json',
  );
  const { state, changes } = JSON.parse(out);
  expect(state).toBe('closed');
  expect(changes).toMatchObject([
    { state: 'acknowledged', previous: 'open', by: 'siti', note: '' },
    { state: 'closed', previous: 'acknowledged', by: userInfo().username, note },
  ]);
  expect((await emas('--state', 'open')).out).not.toContain('aaaaaaaaaaaa');
  expect((await emas('--state', 'closed', '--json')).out).toContain('"aaaaaaaaaaaa"');
});

it.each([
  [['change', 'zzzzzzzzzzzz', '--state', 'closed'], 2, /There is no incident "zzzzzzzzzzzz"/],
  [['change', 'aaaaaaaaaaaa'], 2, /--state/],
  [['--state', 'gone'], 2, /open, acknowledged, closed/],
])('tells what is wrong with %j', async (words, code, says) => {
  const ended = await emas(...words);
  expect(ended.code).toBe(code);
  expect(ended.err).toMatch(says);
});

it('says where there is nothing', async () => {
  const { code, out } = await runEmas(['incidents', '--data', data, '--app', 'nobody']);
  expect([code, out]).toEqual([0, 'No incidents match.\n']);
});
