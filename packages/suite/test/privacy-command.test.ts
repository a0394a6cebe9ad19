import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '@emas/clickhouse';
import { createEventBus } from '@emas/events';
import { createLogger } from '@emas/logging';
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
    expect(out).toContain('Overdue: logs/auth.<slot>.<day>.<part>.');
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

describe('somebody who asks what is kept of them', () => {
  const subject = (...words: readonly string[]): Promise<Ended> =>
    runEmas(['subject', 'export', ...words], {
      EMAS_DATA: data,
      EMAS_REDIS_URL: `unix://${redis.path}`,
    });

  it('gets each line, row and key, as JSON and for spreadsheets', async () => {
    const { out } = await subject('--account', 'Ali', '--json');
    const found = JSON.parse(out) as {
      accounts: string[];
      places: { place: { id: string }; items: { where: string; item: object }[] }[];
    };
    expect(found.places.map(({ place }) => place.id)).toEqual([
      'login-guard/counters account',
      'login-guard/counters account+prefix',
      'log/auth',
      'log-counts/events',
    ]);
    const [line] = found.places[2]?.items ?? [];
    expect(line?.item).toMatchObject({
      event: 'authn_login_fail',
      data: { account: found.accounts[0], source_ip: '127.0.0.1' },
    });
    const table = (await subject('--account', 'ali', '--format', 'csv')).out.split('\n');
    expect(table[0]).toBe('place,kind,where,item');
    expect(table.filter((row) => row.startsWith('log/auth,file,logs/auth.'))).toHaveLength(1);
  });

  it('gets a summary in their language, which names what could not be looked into', async () => {
    const { out } = await subject('--account', 'ali', '--language', 'ms');
    expect(out).toMatch(/^bilangan +perkara +tempoh$/m);
    expect(out).toMatch(
      /^ +1 +Log percubaan log masuk, dalam fail pada pelayan kami +Selama 90 hari/m,
    );
    expect(out).toContain('Tidak dapat dilihat dari sini:\n- ');
    expect((await subject('--account', 'nobody')).out).toContain(
      'Nothing was found about this account.',
    );
  });

  it('gets no answer where something could not be read: a part would be taken for all', async () => {
    const words = ['subject', 'export', '--account', 'ali', '--url', 'http://127.0.0.1:1'];
    const { code, out, err } = await runEmas(words, { EMAS_DATA: data });
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('Something could not be read: connect ECONNREFUSED');
    const log = join(data, 'log-key');
    renameSync(log, `${log}.away`);
    const blind = await runEmas(words.slice(0, 4), { EMAS_DATA: data });
    renameSync(`${log}.away`, log);
    expect([blind.code, blind.err]).toEqual([3, expect.stringContaining('No key was given')]);
  });
});

describe('emas breach', () => {
  const breach = (...words: readonly string[]): Promise<Ended> =>
    runEmas(['breach', ...words], { EMAS_DATA: data });

  beforeAll(async () => {
    const events = createEventBus();
    const logger = createLogger({
      ...{
        app: 'clinic',
        folder: join(data, 'logs'),
        key: readFileSync(join(data, 'log-key'), 'utf8').trim(),
      },
      ...{ events, console: false, signals: false, crashes: false },
    });
    const from = { account: 'mei', source_network: '198.51.100.7' };
    events.emit('authn_login_fail', {
      account: 'mei',
      reason: 'wrong_password',
      source_ip: '198.51.100.7',
    });
    events.emit('authn_login_successafterfail', { ...from, retries: 9 });
    events.emit('authn_login_success', { account: 'arun', source_network: '203.0.113.7' });
    await logger.shutdown();
  });

  it('names whom it concerns, what, when and from where, and what is to be filled in', async () => {
    const { out: hash } = await runEmas(['hash', 'mei'], { EMAS_DATA: data });
    const { out: other } = await runEmas(['hash', 'arun'], { EMAS_DATA: data });
    const { code, out } = await breach('--since', '1h');
    expect(code).toBe(0);
    expect(out).toContain('Controller: Klinik Contoh.');
    expect(out).toMatch(
      new RegExp(
        String.raw`\| ${hash.trim()} \| 20\d\d-.* \| 20\d\d-.* \| 1, 1 \| authn_login_successafterfail \(1\) \| 198\.51\.100\.7 \(1\), 198\.51\.100\.0/24 \(1\) \|`,
      ),
    );
    expect(out).not.toContain(other.trim());
    expect(out).toContain('- Your session, in the shared memory of our servers (Redis)');
    expect(out.match(/^- \[ \] /gm)).toHaveLength(4);
  });

  it('is about one account where it is named, and says in Malay what is not known', async () => {
    const { out } = await breach('--account', 'arun', '--language', 'ms');
    expect(out).toContain('Tiada serangan dikesan dalam tempoh itu.');
    expect(out).toMatch(/\| 0, 1 \| {2}\| 203\.0\.113\.0\/24 \(1\) \|/);
    const nothing = await breach('--until', '2020-01-01', '--since', '2019-01-01');
    expect(nothing.out).toContain('No account has a sign that somebody else entered it.');
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
    expect.stringContaining('is not a file that an app wrote'),
  ]);
  rmSync(empty, { recursive: true });
});
