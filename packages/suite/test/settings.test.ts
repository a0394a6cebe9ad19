import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EmasError } from '@emas/errors';
import type { SuiteOptions } from '../src/index.ts';
import { resolveSettings } from '../src/settings/settings.ts';
import type { Settings } from '../src/settings/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const secret = (): string => randomBytes(32).toString('base64url');

const settings = (options: SuiteOptions = {}, env: NodeJS.ProcessEnv = {}): Settings =>
  resolveSettings({ data: join(folder, 'data'), ...options }, env);

/** What is said of wrong settings, a line each. */
function faults(options: SuiteOptions, env: NodeJS.ProcessEnv = {}): string[] {
  try {
    settings(options, env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_EMAS_SUITE_OPTIONS' });
    const [, ...lines] = (error as EmasError).message.split('\n');
    return lines.map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}

describe('in development', () => {
  it('needs nothing: keys are made up, and the next start has the same', () => {
    const first = settings();
    expect(first).toMatchObject({
      isProduction: false,
      clickhouse: 'embedded',
      madeUp: ['EMAS_SESSION_SECRET', 'EMAS_LOG_KEY'],
    });
    const again = settings();
    expect(again.sessionSecret).toEqual(first.sessionSecret);
    expect(again.logKey).toEqual(first.logKey);
    expect(first.logKey).not.toEqual(first.sessionSecret);
  });

  it('takes keys that are given, and keeps none', () => {
    const own = secret();
    const { sessionSecret, madeUp } = settings({ sessionSecret: own, logKey: [own, secret()] });
    expect(sessionSecret).toEqual([own]);
    expect(madeUp).toEqual([]);
    expect(() => readFileSync(join(folder, 'data', 'log-key'))).toThrow('ENOENT');
  });
});

describe('in report mode', () => {
  it('each part reports, and the app keeps its own sessions', () => {
    expect(settings({}, { EMAS_ROLLOUT: 'report' })).toMatchObject({
      hardening: { mode: 'report' },
      logins: { mode: 'report' },
      session: false,
    });
  });

  it('what is said of a part comes first', () => {
    const said = settings({
      rollout: 'report',
      hardening: { mode: 'enforce', maxUrlLength: 4096 },
      session: { idleTimeout: 60_000, binding: { challengeAt: 50 } },
      logins: { mode: 'enforce' },
    });
    expect(said).toMatchObject({
      hardening: { mode: 'enforce', maxUrlLength: 4096 },
      session: { idleTimeout: 60_000, binding: { mode: 'log', challengeAt: 50 } },
      logins: { mode: 'enforce' },
    });
    expect(settings({ rollout: 'report', session: { binding: 'end' } }).session).toEqual({
      binding: 'end',
    });
    expect(settings({ rollout: 'report', hardening: false }).hardening).toBe(false);
  });

  it('an option that is undefined is not given', () => {
    const nothing = { mode: undefined } as never;
    expect(settings({ rollout: 'report', hardening: nothing, logins: nothing })).toMatchObject({
      hardening: { mode: 'report' },
      logins: { mode: 'report', failureTime: false, deviceCookie: false },
    });
  });

  it('is nothing that a misspelt word brings about', () => {
    expect(faults({}, { EMAS_ROLLOUT: 'reporting' })).toEqual([
      expect.stringMatching(/EMAS_ROLLOUT \(rollout\): expected 'enforce' or 'report'/),
    ]);
  });
});

describe('in production', () => {
  const whole = { EMAS_SESSION_SECRET: secret(), EMAS_LOG_KEY: secret(), NODE_ENV: 'production' };
  const authorize = (): false => false;

  it('expects both keys and who may see the pages, and says how to get them', () => {
    expect(faults({}, { NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^EMAS_SESSION_SECRET .*missing.*openssl rand -base64 32/),
      expect.stringMatching(/^EMAS_LOG_KEY .*missing.*openssl rand -base64 32/),
      expect.stringMatching(/dashboards\.authorize.*dashboards: false/),
      expect.stringMatching(/privacy.*EMAS_PRIVACY_CONTROLLER.*privacy: false/),
    ]);
  });

  it('starts with them', () => {
    const privacy = false;
    expect(settings({ dashboards: { authorize }, privacy }, whole).isProduction).toBe(true);
    expect(settings({ dashboards: false, privacy }, whole).isProduction).toBe(true);
  });

  it('takes who answers for the data from the environment, and names what is missing of it', () => {
    const named = {
      ...whole,
      EMAS_PRIVACY_CONTROLLER: 'Klinik',
      EMAS_PRIVACY_EMAIL: 'a@b.example',
    };
    expect(faults({ dashboards: false }, named)).toEqual([
      expect.stringMatching(/privacy: option "officerEmail".*e-mail address/),
    ]);
    const all = { ...named, EMAS_PRIVACY_OFFICER_EMAIL: 'dpo@b.example' };
    expect(settings({ dashboards: false }, all).privacy).toEqual({
      controller: 'Klinik',
      email: 'a@b.example',
      officerEmail: 'dpo@b.example',
    });
  });

  it.each([
    ['short', 'abc', 'has 3 characters'],
    ['of few characters', 'ab'.repeat(20), 'too few different characters'],
    ['a placeholder', 'please-change-me-before-production-9', 'is a placeholder'],
    ['a counted one', '0123456789abcdef0123456789abcdef', 'is a placeholder'],
  ])('refuses a secret that is %s, in code, variable and file', (_, weak, says) => {
    const mode = 'production';
    const fixed = { mode, dashboards: false, privacy: false, logKey: secret() } as const;
    expect(faults({ ...fixed, sessionSecret: weak })).toEqual([expect.stringContaining(says)]);
    expect(faults(fixed, { EMAS_SESSION_SECRET: weak })).toEqual([expect.stringContaining(says)]);
    const file = join(folder, 'secret');
    writeFileSync(file, `${weak}\n`);
    const all = faults(fixed, { EMAS_SESSION_SECRET_FILE: file });
    expect(all).toEqual([expect.stringContaining(says)]);
    // Whoever reads an error shall not read the secret.
    expect(all.join()).not.toContain(weak);
  });
});

describe('variables', () => {
  it('hold before what the code says, inside of parts as well', () => {
    const found = settings(
      { app: 'portal', timeZone: 'UTC', clickhouse: { url: 'http://a:8123', database: 'code' } },
      {
        EMAS_TIME_ZONE: 'Asia/Kuala_Lumpur',
        EMAS_CLICKHOUSE_URL: 'http://clickhouse:8123',
        EMAS_TRUST_PROXY: '1',
        EMAS_SMALL_CELLS: '9',
        EMAS_COUNT_INTERVAL: '2000',
        EMAS_CLICKHOUSE_TIMEOUT: '3000',
        EMAS_CAPTCHA_TIMEOUT: '900',
        REDIS_URL: 'redis://cache:6379',
      },
    );
    expect(found).toMatchObject({
      app: 'portal',
      timeZone: 'Asia/Kuala_Lumpur',
      clickhouse: { url: 'http://clickhouse:8123', database: 'code', requestTimeout: 3000 },
      countInterval: 2000,
      captcha: { timeout: 900 },
      trustProxy: 1,
      analytics: { smallCells: 9 },
      redis: 'redis://cache:6379',
    });
  });

  it('that are empty count as none, and our own name holds before a platform’s', () => {
    const env = { EMAS_REDIS_URL: '', REDIS_URL: '', CLICKHOUSE_URL: 'http://b:1' };
    const found = settings({}, env);
    expect(found).toMatchObject({ clickhouse: { url: 'http://b:1' } });
    expect(found.redis).toBeUndefined();
    const both = { ...env, EMAS_CLICKHOUSE_URL: 'http://c:1' };
    expect(settings({}, both)).toMatchObject({ clickhouse: { url: 'http://c:1' } });
  });

  it('with secrets come from files, several by lines, the newest first', () => {
    const file = join(folder, 'key');
    const [newer, older] = [secret(), secret()];
    writeFileSync(file, `${newer}\n${older}\n`);
    const found = settings(
      {},
      { EMAS_LOG_KEY_FILE: file, EMAS_TRUST_PROXY: '10.0.0.0/8, loopback' },
    );
    expect(found.logKey).toEqual([newer, older]);
    expect(found.trustProxy).toEqual(['10.0.0.0/8', 'loopback']);
  });

  it('that are wrong are named, also where an option may be false', () => {
    expect(faults({}, { EMAS_CLICKHOUSE_TIMEOUT: '3000' })).toEqual([
      expect.stringContaining('option "clickhouse.url": expected the URL'),
    ]);
    const env = { EMAS_CLICKHOUSE_URL: 'http://c:1', EMAS_CLICKHOUSE_TIMEOUT: 'x' };
    expect(faults({}, env)).toEqual([
      expect.stringContaining(
        'EMAS_CLICKHOUSE_TIMEOUT (clickhouse.requestTimeout): expected milliseconds',
      ),
    ]);
    expect(faults({}, { EMAS_CAPTCHA_TIMEOUT: '60000' })).toEqual([
      expect.stringContaining(
        'EMAS_CAPTCHA_TIMEOUT (captcha.timeout): expected milliseconds from 100 to 30000, received a number',
      ),
    ]);
  });

  it('that nobody knows are told, with what was meant', () => {
    expect(faults({}, { EMAS_SESION_SECRET: 'x', EMAS_ZZZZZZZZZZZZZZ: 'x' })).toEqual([
      expect.stringContaining('did you mean EMAS_SESSION_SECRET?'),
      expect.stringContaining('EMAS_ZZZZZZZZZZZZZZ is not a setting'),
    ]);
  });

  it('of files that cannot be read, or are given twice, are told by name', () => {
    const twice = { EMAS_LOG_KEY: secret(), EMAS_LOG_KEY_FILE: '/nowhere' };
    expect(faults({}, { ...twice, EMAS_SESSION_SECRET_FILE: '/nowhere/at/all' })).toEqual([
      expect.stringMatching(/EMAS_SESSION_SECRET_FILE.*ENOENT.*give a file/),
      expect.stringContaining('EMAS_LOG_KEY and EMAS_LOG_KEY_FILE are both set'),
    ]);
  });
});

it('everything that is wrong is told at once, each by the name that it was given under', () => {
  const wrong = {
    dashbords: {},
    session: { idleTimeout: 'long' },
    hardening: { maxUrlLength: 1 },
    log: { level: 'loud' },
    analytics: { smallcells: 3 },
  } as unknown as SuiteOptions;
  const text = faults(wrong, {
    EMAS_TIME_ZONE: 'Nowhere/Land',
    EMAS_CAPTCHA_SITE_KEY: 'only-half-of-it',
    NODE_ENV: 'production',
  }).join('\n');
  // The suite's own are wrong, so that the parts cannot be asked yet.
  expect(text).toContain('EMAS_TIME_ZONE (timeZone)');
  expect(text).toContain('unknown option "dashbords", did you mean "dashboards"?');
  expect(text).toContain('EMAS_SESSION_SECRET');
  const { dashbords: _, ...parts } = wrong as Record<string, unknown>;
  const more = faults(parts, { EMAS_CAPTCHA_SITE_KEY: 'only-half-of-it' }).join('\n');
  for (const part of ['session:', 'hardening:', 'createLogger:', 'analytics:', 'captcha:']) {
    expect(more).toContain(part);
  }
  expect(more).toContain('did you mean "smallCells"?');
});

it('a data folder that cannot be used is told', () => {
  writeFileSync(join(folder, 'a-file'), '');
  expect(() => settings({ data: join(folder, 'a-file', 'inside') })).toThrow(
    expect.objectContaining({
      code: 'ERR_EMAS_SUITE_DATA',
      message: expect.stringMatching(/EMAS_DATA/),
    }),
  );
});
