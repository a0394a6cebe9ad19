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

async function writeSessions(): Promise<void> {
  for (const account of [ALI, MEI]) {
    await redis.zAdd(`emas:clinic:session:account:${account}`, { score: 1, value: keyOf(account) });
    await redis.zAdd('emas:clinic:session:due', { score: 1, value: keyOf(account) });
    const meta = JSON.stringify({ account, clients: ['Firefox'] });
    await redis.hSet(`emas:clinic:session:id:${keyOf(account)}`, { m: meta, d: '{}' });
  }
}

const search = (name: string): Promise<SubjectData> =>
  subjectSearch(name, { map: MAP, data, keys: [KEY], client, redis });

it('finds what is of the account in each place, and says which could not be looked into', async () => {
  const { accounts, places, unseen } = await search('Ali');
  expect(accounts).toEqual([ALI]);
  expect(Object.fromEntries(places.map(({ place: { id }, items }) => [id, items.length]))).toEqual({
    'log/auth': 1,
    'log-counts/rejected': 1,
    'login-review/incidents': 1,
    'session/index': 1,
    'session/due': 1,
    'session/store': 1,
  });
  expect(unseen.map(({ id }) => id)).toEqual(['login-guard/detectors']);
});

it('has nothing of anybody else in it, whatever they have in common', async () => {
  const text = JSON.stringify(await search('ali'));
  expect(text).toContain(ALI);
  expect(text).not.toContain(MEI);
});

it.each(['a', 'i', '1', 'auth', 'clinic', 'success', '', '.*', '%', "' OR 1=1 --", '198.51.100.7'])(
  'takes the name “%s” for a name, and not for a text to look for',
  async (name) => {
    expect((await search(name)).places).toEqual([]);
  },
);

it('answers nothing at all where a place cannot be read', async () => {
  const away = connect({ url: 'http://127.0.0.1:1', requestTimeout: 1000 });
  const sources = { map: MAP, data, keys: [KEY], client: away, redis };
  await expect(subjectSearch('ali', sources)).rejects.toThrow(/ECONNREFUSED/);
  await away.close();
});
