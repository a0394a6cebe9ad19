import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'redis';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { resolveSettings } from '../src/settings/settings.ts';
import { runEmas, startEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const secret = (): string => randomBytes(32).toString('base64url');
const WHOLE = {
  NODE_ENV: 'production',
  EMAS_SESSION_SECRET: secret(),
  EMAS_LOG_KEY: secret(),
};

type Variables = Readonly<Record<string, string | undefined>>;
const check = (variables: Variables, ...words: readonly string[]): Promise<Ended> =>
  runEmas(['config', 'check', ...words], {
    NODE_ENV: undefined,
    EMAS_DATA: join(folder, 'data'),
    ...variables,
  });

/** What the start says of the same variables. */
function faultsOfStart(variables: NodeJS.ProcessEnv): string[] {
  try {
    resolveSettings({}, { EMAS_DATA: join(folder, 'data'), ...variables });
  } catch (error) {
    const [, ...lines] = String(error).split('\n');
    return lines.map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}

describe('emas config check', () => {
  it('says all that the start says, at once', async () => {
    const wrong = {
      NODE_ENV: 'production',
      EMAS_SESION_SECRET: 'x',
      EMAS_LOG_KEY: 'abc',
      EMAS_KEEP_MONTHS: '0',
      EMAS_PRIVACY_CONTROLLER: 'Klinik',
    };
    const { code, out, err } = await check(wrong, '--json');
    const report = JSON.parse(out);
    expect({ code, err, mode: report.mode }).toEqual({ code: 1, err: '', mode: 'production' });
    expect([...report.faults, ...report.code]).toEqual(faultsOfStart(wrong));
    expect(report.faults.length).toBeGreaterThan(4);
    const text = (await check(wrong)).out;
    expect(text).toContain(`production: ${report.faults.length} faults\n`);
    for (const fault of report.faults) expect(text).toContain(`  - ${fault}\n`);
  });

  it('ends with 0 where nothing is wrong, and names what the code has to say', async () => {
    const { code, out } = await check(WHOLE);
    expect(code).toBe(0);
    expect(out).toMatch(/^production: no setting is wrong\n\nThe code must set these/);
    expect(out).toContain('dashboards.authorize');
    const named = {
      EMAS_PRIVACY_CONTROLLER: 'Klinik',
      EMAS_PRIVACY_EMAIL: 'a@b.example',
      EMAS_PRIVACY_OFFICER_EMAIL: 'c@b.example',
    };
    expect((await check({ ...WHOLE, ...named })).out).not.toContain('"privacy"');
  });

  it('says in development which keys are made up, and makes none', async () => {
    const { code, out } = await check({});
    expect(code).toBe(0);
    expect(out).toMatch(/^development: no setting is wrong\n/);
    expect(out).toContain('EMAS_SESSION_SECRET and EMAS_LOG_KEY');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('reads a file of variables, before which the environment holds', async () => {
    const file = join(folder, '.env');
    writeFileSync(
      file,
      `NODE_ENV=production\nEMAS_SESSION_SECRET="${secret()}" # ours\nEMAS_LOG_KEY=${secret()}\nEMAS_TIME_ZONE=Mars/Phobos\n`,
    );
    const ended = await check({}, '--env-file', file);
    expect(ended).toMatchObject({ code: 1, out: expect.stringMatching(/^production: 1 fault\n/) });
    expect(ended.out).toContain('EMAS_TIME_ZONE');
    expect(await check({ EMAS_TIME_ZONE: 'UTC' }, '--env-file', file)).toMatchObject({ code: 0 });
  });

  it('ends with 3 where that file cannot be read', async () => {
    expect(await check({}, '--env-file', join(folder, 'none'))).toEqual({
      code: 3,
      out: '',
      err: expect.stringMatching(/^emas: .*none cannot be read: ENOENT.* Name a file with lines/),
    });
  });

  it('says so of a data folder that cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const EMAS_DATA of [file, join(file, 'below')]) {
      expect(await check({ ...WHOLE, EMAS_DATA })).toMatchObject({
        code: 1,
        out: expect.stringContaining(`The data folder ${EMAS_DATA} cannot be used`),
      });
    }
  });
});

describe('secrets', () => {
  const MARK = 'k7Qz-mark';
  const marked = {
    NODE_ENV: 'production',
    EMAS_SESSION_SECRET: `${MARK}-session`,
    EMAS_LOG_KEY: `${MARK}-log`,
    EMAS_CAPTCHA_SECRET: `${MARK}-captcha`,
    EMAS_CLICKHOUSE_PASSWORD: `${MARK}-clickhouse`,
  };

  it.each<[string, Variables]>([
    ['wrong', { REDIS_URL: `${MARK}-redis` }],
    ['in addresses', { EMAS_REDIS_URL: `redis://user:${MARK}@127.0.0.1:1` }],
    ['in an address of ClickHouse', { EMAS_CLICKHOUSE_URL: `http://user:${MARK}@127.0.0.1:1` }],
    ['given twice', { EMAS_LOG_KEY_FILE: '/nowhere' }],
  ])('are never printed: %s', async (_, variables) => {
    for (const words of [[], ['--reach'], ['--reach', '--json']]) {
      const { code, out, err } = await check({ ...marked, ...variables }, ...words);
      expect(code).toBe(1);
      expect(`${out}${err}`).not.toContain(MARK);
      expect(out).toContain('EMAS_SESSION_SECRET');
    }
  });

  it('in a file are neither', async () => {
    const file = join(folder, '.env');
    writeFileSync(
      file,
      Object.entries(marked)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const { code, out, err } = await startEmas(['config', 'check', '--env-file', file, '--json']);
    expect(code).toBe(1);
    expect(`${out}${err}`).not.toContain(MARK);
  });
});

describe('--reach', () => {
  let redis: RedisServer;
  let engine: Engine;
  beforeAll(async () => {
    [redis, engine] = await Promise.all([startRedis(), startEngine()]);
  });
  afterAll(async () => {
    await Promise.all([redis.stop(), engine.stop()]);
  });
  const reachedBy = async (variables: Variables): Promise<{ code: number; reached: unknown }> => {
    const { code, out } = await check({ ...WHOLE, ...variables }, '--reach', '--json');
    return { code, reached: JSON.parse(out).reached };
  };

  it('says that both answer', async () => {
    const there = { EMAS_REDIS_URL: `unix://${redis.path}`, EMAS_CLICKHOUSE_URL: engine.url };
    expect(await reachedBy(there)).toEqual({
      code: 0,
      reached: [
        { server: 'Redis', at: redis.path, fault: null },
        { server: 'ClickHouse', at: new URL(engine.url).host, fault: null },
      ],
    });
    expect((await check({ ...WHOLE, ...there }, '--reach')).out).toContain(
      `  Redis at ${redis.path}: answers\n`,
    );
  });

  it('says of each why not, and ends with 1', async () => {
    const away = { REDIS_URL: 'redis://127.0.0.1:9', CLICKHOUSE_URL: 'http://127.0.0.1:9' };
    const fault = expect.stringMatching(/^does not answer: .*ECONNREFUSED/);
    expect(await reachedBy(away)).toEqual({
      code: 1,
      reached: [
        { server: 'Redis', at: '127.0.0.1:9', fault },
        { server: 'ClickHouse', at: '127.0.0.1:9', fault },
      ],
    });
    expect((await check({ ...WHOLE, ...away })).code).toBe(0);
  });

  it('finds a password that is missing', async () => {
    const client = createClient({ socket: { path: redis.path, tls: false } });
    await client.connect();
    await client.configSet('requirepass', 'a password of this test');
    try {
      const { code, reached } = await reachedBy({ EMAS_REDIS_URL: `unix://${redis.path}` });
      expect({ code, reached }).toEqual({
        code: 1,
        reached: [expect.objectContaining({ fault: expect.stringContaining('NOAUTH') })],
      });
    } finally {
      await client.configSet('requirepass', '');
      client.destroy();
    }
  });

  it('starts no embedded engine', async () => {
    expect(await reachedBy({})).toEqual({ code: 0, reached: [] });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('says that nothing was tried where the settings do not say what', async () => {
    const { code, out } = await check({ ...WHOLE, REDIS_URL: 'nonsense' }, '--reach');
    expect(code).toBe(1);
    expect(out).toContain('No server was tried: fix the settings first.\n');
  });
});
