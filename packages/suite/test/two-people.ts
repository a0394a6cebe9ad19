import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@emas/clickhouse';
import type { KeptPlace } from '@emas/data-map';
import { createEventBus } from '@emas/events';
import { accountHasher } from '@emas/events/internal';
import { createLogger, migrateLogs } from '@emas/logging';
import { migrateLogins } from '@emas/login-guard';
import { placeHashes } from '@emas/login-guard/internal';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { SubjectSources } from '../src/subject/subject-search.ts';

export const KEY = 'a key for the search of this test, nothing else';
const hash = accountHasher(KEY);
export const ALI: string = hash('ali');
export const MEI: string = hash('mei');
const NETWORK = '198.51.100.7';
const hour = new Date().toISOString().slice(0, 13).replace('T', ' ');

const place = (id: string, kind: KeptPlace['kind'], where: string): KeptPlace => ({
  ...{ id, kind, where, holds: ['account', 'account-name', 'session'], reason: 'security' },
  ...{ kept: { until: 'process' }, readers: ['app'] },
});
const exempt = (one: KeptPlace, why: 'proof' | 'incident'): KeptPlace => ({
  ...one,
  kept: { ms: 1, after: 'written', exempt: why },
});
const MAP: readonly KeptPlace[] = [
  place('log/auth', 'file', 'logs/auth.<slot>.<day>.<part>'),
  place('log/session', 'file', 'logs/session.<slot>.<day>.<part>'),
  exempt(place('log/consent', 'file', 'logs/consent.<slot>.<day>.<part>'), 'proof'),
  // The app's own, which the suite cannot look into.
  {
    ...place('app/claims', 'table', 'claims'),
    words: { what: { en: 'Claims', ms: 'Tuntutan' }, why: { en: 'A', ms: 'A' } },
  },
  place('log/elsewhere', 'file', '/var/log/elsewhere'),
  place('log-counts/rejected', 'file', 'spool/log/dead-letters.jsonl'),
  place('log-counts/events', 'table', 'emas_event_counts'),
  place('login-guard/known', 'file', 'known-places'),
  exempt(place('login-review/incidents', 'table', 'emas_login_incidents'), 'incident'),
  place('session/index', 'redis', 'emas:clinic:session:account:<hash>'),
  place('session/due', 'redis', 'emas:clinic:session:due'),
  place('session/store', 'redis', 'emas:clinic:session:id:<hash>'),
  place('login-guard/detectors', 'memory', 'patterns of attacks'),
];

/** Everything of two people, who share a browser and rows. */
export interface TwoPeople {
  readonly sources: SubjectSources & { readonly redis: ReturnType<typeof createClient> };
  remove(): Promise<void>;
}

export async function twoPeople(): Promise<TwoPeople> {
  const data = mkdtempSync(join(tmpdir(), 'emas-subject-'));
  const server = await startRedis();
  const redis = createClient({ socket: { path: server.path, tls: false } });
  await redis.connect();
  const client = connect({ embedded: join(data, 'clickhouse') });
  await migrateLogins(client);
  await migrateLogs(client);
  await writeLog(data);
  await writeRows(client);
  await writeSessions(redis);
  writeFiles(data);
  return {
    sources: { map: MAP, app: 'clinic', data, keys: [KEY], client, redis },
    async remove() {
      await client.close();
      redis.destroy();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function writeLog(data: string): Promise<void> {
  const events = createEventBus();
  const logger = createLogger({
    ...{ app: 'clinic', folder: join(data, 'logs'), key: KEY, events },
    ...{ console: false, signals: false, crashes: false },
  });
  for (const account of ['ali', 'mei']) {
    events.emit('authn_login_success', { account, source_network: NETWORK });
  }
  const source_network = NETWORK;
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
  const receipt = { receipt: 'ABCD-EFGH-JKLM', choice: 'given', subject: 'health', by: 'self' };
  const text = { policy: 'p', text: 't', language: 'en', layout: 'form' };
  events.emit('consent_explicit_recorded', { ...receipt, ...text, account: ALI });
  await logger.shutdown();
}

const keyOf = (account: string): string => `session-key-of-${account}`;
/** Of a browser that both sign in with, one after the other. */
const SHARED = 'session-key-of-a-shared-browser';

async function writeRows(client: ReturnType<typeof connect>): Promise<void> {
  const evidence = JSON.stringify({ accounts: { top: { [ALI]: 3, [MEI]: 2 } } });
  // Without a time it would be too old to be kept.
  const opened = new Date().toISOString().slice(0, 23).replace('T', ' ');
  const incident = { app: 'clinic', id: 'i1', kind: 'spraying', opened, evidence };
  const format = 'JSONEachRow';
  await client.insert({ table: 'emas_login_incidents', values: [incident], format });
  const counts = ['clinic', 'another'].flatMap((app) =>
    [ALI, MEI].map((account) => ({
      app,
      hour: `${hour}:00:00`,
      category: 'auth',
      account,
      count: 1,
    })),
  );
  await client.insert({ table: 'emas_event_counts', values: counts, format });
}

async function writeSessions(redis: ReturnType<typeof createClient>): Promise<void> {
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

/** Rows of both that were rejected together, and where both signed in. */
function writeFiles(data: string): void {
  mkdirSync(join(data, 'spool', 'log'), { recursive: true });
  const rows = [ALI, MEI].map((account) => JSON.stringify({ account, count: 1 }));
  const letter = { at: new Date().toISOString(), table: 'emas_event_counts', token: 't', rows };
  const error = { code: '1', message: 'm' };
  const letters = [
    letter,
    { ...letter, rows: [JSON.stringify({ account: ALI, count: 2 })] },
    { ...letter, rows: rows.slice(1) },
  ];
  const lines = letters.map((one) => `${JSON.stringify({ ...one, error })}\n`);
  writeFileSync(join(data, 'spool', 'log', 'dead-letters.jsonl'), lines.join(''));
  const known = [ALI, MEI].map((account) => `${placeOf(account)} 20000\n`);
  writeFileSync(join(data, 'known-places'), known.join(''));
}

/** Under what it is known that an account was opened from the network of both. */
export function placeOf(account: string): string {
  // The address itself, of which the log has the network alone.
  return [...placeHashes(KEY, account, NETWORK)][2 + 7] ?? '';
}
