import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@emas/clickhouse';
import express from 'express';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { suite } from '../src/index.ts';
import type { SuiteOptions } from '../src/index.ts';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const DAY_MS = 86_400_000;
const data = mkdtempSync(join(tmpdir(), 'emas-privacy-'));
const CONTROLLER = {
  controller: 'Klinik Contoh',
  email: 'privacy@clinic.example',
  officerEmail: 'dpo@clinic.example',
};
let redis: RedisServer;

/** An app with the suite's defaults starts, has a sign-in fail, and ends. */
async function startOnce(options: SuiteOptions = {}): Promise<void> {
  const emas = suite({
    ...{ app: 'clinic', version: '1.0.0', data, announce: false, lockFile: false },
    ...{ countInterval: 200, redis: `unix://${redis.path}`, privacy: CONTROLLER },
    ...{ shutdown: { signals: false }, log: { console: false } },
    ...options,
  });
  const app = express();
  emas.mount(app);
  app.post(
    '/login',
    express.urlencoded({ extended: false }),
    emas.loginGuard(),
    async (req, res) => {
      await req.emas?.login?.failed({ reason: 'wrong_password' });
      res.status(401).send('No.');
    },
  );
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const body = new URLSearchParams({ username: 'ali', password: 'wrong' });
  await fetch(`http://127.0.0.1:${port}/login`, { method: 'POST', body });
  await emas.close();
}

const emas = (...words: readonly string[]): Promise<Ended> =>
  runEmas(['privacy', ...words], { EMAS_DATA: data, EMAS_REDIS_URL: `unix://${redis.path}` });

beforeAll(async () => {
  redis = await startRedis();
  await startOnce();
});
afterAll(async () => {
  await redis.stop();
  rmSync(data, { recursive: true, force: true });
});

interface Listed {
  readonly where: string;
  readonly state: string;
  readonly count: number;
}

async function retention(): Promise<{ code: number; places: Listed[] }> {
  const { code, out } = await emas('retention', '--json');
  return { code, places: JSON.parse(out) as Listed[] };
}

it('lists what the running configuration keeps, and nothing that is off', async () => {
  const { out } = await emas('map', '--json');
  const { places } = JSON.parse(out) as { places: { id: string; where: string }[] };
  const ids = places.map(({ id }) => id);
  expect(ids).toContain('login-guard/known');
  expect(places).toContainEqual(
    expect.objectContaining({ id: 'session/store', where: 'emas:clinic:session:id:<hash>' }),
  );
  // Neither consent nor an access log was asked for, and no captcha has keys.
  for (const absent of ['consent/choice', 'log/access', 'captcha/check']) {
    expect(ids).not.toContain(absent);
  }
});

it('prints the notice in Malay, and the record by technical names', async () => {
  expect((await emas('notice', '--language', 'ms')).out).toContain(
    'Klinik Contoh menentukan apa yang dibuat dengan data anda',
  );
  expect((await emas('record')).out).toContain(String.raw`emas:clinic:session:id:\<hash\>`);
});

describe('retention', () => {
  it('finds files, rows and keys, and that none is older than it may be', async () => {
    const { code, places } = await retention();
    expect(code).toBe(0);
    const stateOf = (where: string): string | undefined =>
      places.find((place) => place.where === where)?.state;
    expect(stateOf('logs/auth.<slot>.<day>.<part>')).toBe('kept');
    expect(stateOf('emas_event_counts')).toBe('kept');
    expect(stateOf('emas:{clinic:login}:account+prefix:<value>')).toBe('kept');
    expect(stateOf('emas_login_incidents')).toBe('empty');
  });

  it('says which is over, and ends with 1', async () => {
    const logs = join(data, 'logs');
    const [auth = ''] = readdirSync(logs).filter((name) => name.startsWith('auth.'));
    const old = (Date.now() - 91 * DAY_MS) / 1000;
    utimesSync(join(logs, auth), old, old);
    const { code, out } = await emas('retention');
    expect(code).toBe(1);
    expect(out).toMatch(/^over +logs\/auth\.<slot>\.<day>\.<part> +1 /m);
    expect(out).toContain('Over their time: logs/auth.<slot>.<day>.<part>.');
    utimesSync(join(logs, auth), new Date(), new Date());
  });

  it('says so where the table itself keeps rows for another time than the map says', async () => {
    const client = connect({ embedded: join(data, 'clickhouse') });
    await client.command({
      query: 'ALTER TABLE emas_event_counts MODIFY TTL hour + INTERVAL 4000 DAY',
    });
    await client.close();
    const { code, places } = await retention();
    expect(code).toBe(1);
    expect(places.filter(({ state }) => state === 'over').map(({ where }) => where)).toEqual([
      'emas_event_counts',
    ]);
  });
});

it('shows what a changed configuration changes in the notice', async () => {
  await startOnce({ session: { idleTimeout: 60_000 }, accessLog: true });
  const { out } = await emas('changes');
  expect(out).toContain('New: The log of requests, in a file on our server');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'Your session, in the shared memory of our servers (Redis): For 60 seconds after the last use.',
  );
  expect(out.match(/^\d{4}-\d\d-\d\d {2}[\da-f]{12}$/gm)).toHaveLength(2);
});

it('says where to look when no app has written there', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'emas-empty-'));
  const { code, err } = await runEmas(['privacy', 'map', empty]);
  expect(code).toBe(2);
  expect(err).toContain('No app has written what it keeps to');
  writeFileSync(join(empty, 'privacy.json'), '{}');
  const broken = await runEmas(['privacy', 'notice', empty]);
  expect([broken.code, broken.err]).toEqual([
    2,
    expect.stringContaining('is not what an app writes'),
  ]);
  rmSync(empty, { recursive: true });
});
