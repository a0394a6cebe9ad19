import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect } from '@emas/clickhouse';
import type { KeptPlace } from '@emas/data-map';
import { createEventBus } from '@emas/events';
import { accountHasher } from '@emas/events/internal';
import { createLogger } from '@emas/logging';
import { migrateLogins } from '@emas/login-guard';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { subjectSearch } from '../src/subject/subject-search.ts';
import type { SubjectData } from '../src/subject/subject-data.ts';

/* What somebody gets who asks what is kept of them: theirs, and nothing of anybody else. */

const KEY = 'a key for the search of this test, nothing else';
const hash = accountHasher(KEY);
const [ALI, MEI] = [hash('ali'), hash('mei')];
const data = mkdtempSync(join(tmpdir(), 'emas-subject-'));

const place = (id: string, kind: KeptPlace['kind'], where: string): KeptPlace => ({
  ...{ id, kind, where, holds: ['account', 'account-name', 'session'], reason: 'security' },
  ...{ kept: { until: 'process' }, readers: ['app'] },
});
const MAP: readonly KeptPlace[] = [
  place('log/auth', 'file', 'logs/auth.<slot>.<day>.<part>'),
  place('log/session', 'file', 'logs/session.<slot>.<day>.<part>'),
  // The app's own, which the suite cannot look into.
  {
    ...place('app/claims', 'table', 'claims'),
    words: { what: { en: 'Claims', ms: 'Tuntutan' }, why: { en: 'A', ms: 'A' } },
  },
  place('log/elsewhere', 'file', '/var/log/elsewhere'),
  place('log-counts/rejected', 'file', 'spool/log/dead-letters.jsonl'),
  place('login-review/incidents', 'table', 'emas_login_incidents'),
  place('session/index', 'redis', 'emas:clinic:session:account:<hash>'),
  place('session/due', 'redis', 'emas:clinic:session:due'),
  place('session/store', 'redis', 'emas:clinic:session:id:<hash>'),
  place('login-guard/detectors', 'memory', 'patterns of attacks'),
];

let server: RedisServer;
let redis: ReturnType<typeof createClient>;
let client: ReturnType<typeof connect>;

beforeAll(async () => {
  server = await startRedis();
  redis = createClient({ socket: { path: server.path, tls: false } });
  await redis.connect();
  client = connect({ embedded: join(data, 'clickhouse') });
  await migrateLogins(client);
  await writeLog();
  await writeIncident();
  await writeSessions();
  mkdirSync(join(data, 'spool', 'log'), { recursive: true });
  const rows = [ALI, MEI].map((account) => JSON.stringify({ account, count: 1 }));
  const letter = { at: new Date().toISOString(), table: 'emas_event_counts', token: 't', rows };
  writeFileSync(join(data, 'spool', 'log', 'dead-letters.jsonl'), `${JSON.stringify(letter)}\n`);
});
afterAll(async () => {
  await client.close();
  redis.destroy();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

async function writeLog(): Promise<void> {
  const events = createEventBus();
  const logger = createLogger({
    ...{ app: 'clinic', folder: join(data, 'logs'), key: KEY, events },
    ...{ console: false, signals: false, crashes: false },
  });
  for (const account of ['ali', 'mei']) {
    events.emit('authn_login_success', { account, source_network: '198.51.100.7' });
  }
  const source_network = '198.51.100.7';
  events.emit('session_created', { session: SHARED, source_network });
  events.emit('session_logout', { session: SHARED, account: ALI, source_network });
  const renewed = { session: 'the-session-of-mei', previous: SHARED, source_network };
  events.emit('session_renewed', { ...renewed, account: MEI, reason: 'sign_in' });
  // More than ClickHouse looks for at a time.
  for (let number = 0; number < 300; number += 1) {
    const session = `one-session-of-ali-${number}`;
    events.emit('session_logout', {
      session,
      account: ALI,
      source_network: `10.0.${number % 250}.9`,
    });
  }
  await logger.shutdown();
}

async function writeIncident(): Promise<void> {
  const evidence = JSON.stringify({ accounts: { top: { [ALI]: 3, [MEI]: 2 } } });
  // Without a time it would be too old to be kept.
  const opened = new Date().toISOString().slice(0, 23).replace('T', ' ');
  const values = [{ app: 'clinic', id: 'i1', kind: 'spraying', opened, evidence }];
  await client.insert({ table: 'emas_login_incidents', values, format: 'JSONEachRow' });
}

const keyOf = (account: string): string => `session-key-of-${account}`;
/** Of a browser that both sign in with, one after the other. */
const SHARED = 'session-key-of-a-shared-browser';

async function writeSessions(): Promise<void> {
  for (const account of [ALI, MEI]) {
    await redis.zAdd(`emas:clinic:session:account:${account}`, { score: 1, value: keyOf(account) });
    await redis.zAdd('emas:clinic:session:due', { score: 1, value: keyOf(account) });
    const meta = JSON.stringify({ account, clients: ['Firefox'] });
    await redis.hSet(`emas:clinic:session:id:${keyOf(account)}`, {
      m: meta,
      d: '{"otp":"a secret of the app"}',
    });
  }
}

const search = (name: string): Promise<SubjectData> =>
  subjectSearch(name, { map: MAP, app: 'clinic', data, keys: [KEY], client, redis });

it('finds what is of the account in each place, and says which could not be looked into', async () => {
  const { accounts, places, unseen } = await search('Ali');
  expect(accounts).toEqual([ALI]);
  expect(Object.fromEntries(places.map(({ place: { id }, items }) => [id, items.length]))).toEqual({
    'log/auth': 1,
    // Three hundred, and two of the browser before and after the sign-in.
    'log/session': 302,
    'log-counts/rejected': 1,
    'login-review/incidents': 1,
    'session/index': 1,
    'session/due': 1,
    'session/store': 1,
  });
  expect(unseen.map(({ id }) => id)).toEqual([
    'app/claims',
    'log/elsewhere',
    'login-guard/detectors',
  ]);
});

it('has nothing of anybody else in it, whatever they have in common', async () => {
  const text = JSON.stringify(await search('ali'));
  expect(text).toContain(ALI);
  expect(text).not.toContain(MEI);
  expect(text).not.toContain('the-session-of-mei');
  expect(text).not.toContain('a secret of the app');
});

it('has nothing of another app in the same ClickHouse', async () => {
  const sources = { map: MAP, app: 'another', data, keys: [KEY], client, redis };
  const { places } = await subjectSearch('ali', sources);
  expect(places.map(({ place: { id } }) => id)).not.toContain('login-review/incidents');
});

it('takes what is no name for a mistake, and not for everybody without one', async () => {
  await expect(search(' ')).rejects.toMatchObject({ code: 'ERR_EMAS_SUBJECT_ACCOUNT' });
});

it.each(['a', 'i', '1', 'auth', 'clinic', 'success', '.*', '%', "' OR 1=1 --", '198.51.100.7'])(
  'takes the name “%s” for a name, and not for a text to look for',
  async (name) => {
    expect((await search(name)).places).toEqual([]);
  },
);

it('answers nothing at all where a place cannot be read', async () => {
  const away = connect({ url: 'http://127.0.0.1:1', requestTimeout: 1000 });
  const sources = { map: MAP, app: 'clinic', data, keys: [KEY], client: away, redis };
  await expect(subjectSearch('ali', sources)).rejects.toThrow(/ECONNREFUSED/);
  await away.close();
});
