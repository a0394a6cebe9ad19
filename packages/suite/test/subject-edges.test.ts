import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { KeptPlace } from '@emas/data-map';
import { createEventBus } from '@emas/events';
import type { EventBus } from '@emas/events';
import { accountHasher } from '@emas/events/internal';
import { createLogger } from '@emas/logging';
import type { EmasLogger, LoggerOptions } from '@emas/logging';
import { eraseSubject } from '../src/subject/subject-erasure.ts';
import type { SubjectErasure } from '../src/subject/subject-erasure.ts';

/* What is somebody's, and what only looks so. */

const KEY = 'a key for the search of this test, nothing else';
const hash = accountHasher(KEY);
const source_network = '198.51.100.0/24';
const place = (id: string, where: string): KeptPlace => ({
  ...{ id, kind: 'file', where, holds: ['account', 'session'], reason: 'security' },
  ...{ kept: { until: 'process' }, readers: ['app'] },
});
const MAP = [
  ...['auth', 'session', 'system'].map((log) =>
    place(`log/${log}`, `logs/${log}.<slot>.<day>.<part>`),
  ),
  place('log-counts/rejected', 'spool/log/dead-letters.jsonl'),
];

let data: string;
let events: EventBus;
let logger: EmasLogger;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'emas-edges-'));
  begin();
});
afterEach(async () => {
  await logger.shutdown();
  rmSync(data, { recursive: true, force: true });
});

function begin(options: Partial<LoggerOptions> = {}): void {
  events = createEventBus();
  logger = createLogger({
    ...{ app: 'clinic', folder: join(data, 'logs'), key: KEY, events },
    ...{ console: false, signals: false, crashes: false, ...options },
  });
}

async function erase(name: string): Promise<SubjectErasure> {
  logger.flush();
  const sources = {
    map: MAP,
    app: 'clinic',
    data,
    keys: [KEY],
    client: undefined,
    redis: undefined,
  };
  return eraseSubject(name, sources, 'siti');
}

const logged = (): string =>
  readdirSync(join(data, 'logs'))
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(data, 'logs', name), 'utf8'))
    .join('');
const session = (name: string): string => name.padEnd(32, '-of-a-browser');

it('all sessions of before the sign-in, however many there were', async () => {
  const [first, second, third] = ['s0', 's1', 's2'].map(session);
  events.emit('session_created', { session: first ?? '', source_network });
  const reason = 'interval';
  events.emit('session_renewed', {
    session: second ?? '',
    previous: first ?? '',
    reason,
    source_network,
  });
  const signedIn = { session: third ?? '', previous: second ?? '', reason: 'sign_in' };
  events.emit('session_renewed', { ...signedIn, account: hash('ali'), source_network });
  expect((await erase('ali')).left).toEqual([]);
  for (const one of [first, second, third]) expect(logged()).not.toContain(one);
});

it('not the session of somebody else, over which somebody signs in', async () => {
  const [ofMei, ofAli] = ['mei', 'ali'].map(session);
  events.emit('session_created', { session: ofMei ?? '', source_network });
  const account = hash('mei');
  events.emit('session_renewed', {
    session: ofMei ?? '',
    previous: session('x'),
    account,
    reason: 'sign_in',
    source_network,
  });
  const over = { session: ofAli ?? '', previous: ofMei ?? '', account: hash('ali') };
  events.emit('session_renewed', { ...over, reason: 'sign_in', source_network });
  await erase('ali');
  expect(logged()).not.toContain(ofAli);
  expect(
    logged()
      .split('\n')
      .filter((line) => line.includes(ofMei ?? '')),
  ).toHaveLength(2);
});

it('not what an app calls a session', async () => {
  logger.info('enrolled', { account: hash('ali'), session: 'workshop-spring-2026' });
  logger.info('The workshop-spring-2026 begins');
  await erase('ali');
  expect(logged()).not.toContain('enrolled');
  expect(logged()).toContain('The workshop-spring-2026 begins');
});

it.each(['Ali', 'ALI', 'a"b\\c', 'siti/ali', 'a\u200fb', '🐤 burung', "o'neill"])(
  'a plain name, however it is written: %j',
  async (name) => {
    await logger.shutdown();
    begin({ accounts: 'plain' });
    events.emit('authn_login_success', { account: name, source_network });
    events.emit('authn_login_success', { account: `${name}-x`, source_network });
    const { erased } = await erase(name.toLowerCase());
    expect(erased.map(({ place: { id }, items }) => [id, items])).toEqual([['log/auth', 1]]);
    expect(logged().match(/authn_login_success/g)).toHaveLength(1);
  },
);

it('what an interrupted write left, also where nothing else is', async () => {
  await logger.shutdown();
  mkdirSync(join(data, 'logs'), { recursive: true });
  const file = join(data, 'logs', 'auth.1.2026-11-01.001.log');
  appendFileSync(file, `{"time":"2026-11-01T10:00:00.000Z","data":{"account":"${hash('ali')}"`);
  await erase('ali');
  expect(readFileSync(file, 'utf8').trim()).toBe('');
});

it('what the engine says of a row that it rejected', async () => {
  mkdirSync(join(data, 'spool', 'log'), { recursive: true });
  const file = join(data, 'spool', 'log', 'dead-letters.jsonl');
  const rows = ['{"account":"x","count":1}'];
  const message = `Cannot parse {"account":"${hash('ali')}"}`;
  const letter = {
    at: new Date().toISOString(),
    table: 't',
    token: 't',
    error: { code: '1', message },
    rows,
  };
  writeFileSync(file, `${JSON.stringify(letter)}\n`);
  const { erased, left } = await erase('ali');
  expect([erased.length, left]).toEqual([1, []]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    ...letter,
    error: { code: '1', message: '' },
  });
});
