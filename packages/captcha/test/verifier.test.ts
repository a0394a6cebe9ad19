import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { EmasEvent } from '@emas/events';
import type { CaptchaVerdict, ProviderName, Captcha } from '@emas/captcha';
import { PROVIDER_NAMES } from '@emas/captcha/internal';
import { startStandIn } from '@emas/captcha';
import type { StandIn, StandInFault } from '@emas/captcha';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { captchaMaker } from './make-captcha.ts';

let standIn: StandIn;
const heard: EmasEvent[] = [];
const make = captchaMaker(() => standIn, heard);

beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => {
  standIn.fault = undefined;
  heard.length = 0;
});

const WHO = { address: '203.0.113.9', prefix: '203.0.113.0/24', userAgent: 'Firefox' };

describe.each(PROVIDER_NAMES)('%s', (provider) => {
  it('passes a captcha that was solved here, for this, just now', async () => {
    const verdict = await make(provider).verify(standIn.solve(), WHO);
    const score = ['recaptcha-v3', 'recaptcha-enterprise'].includes(provider) ? 0.9 : verdict.score;
    expect(verdict).toEqual({ ok: true, score, reason: 'passed', degraded: false, provider });
  });

  const refusals: [string, () => unknown, string][] = [
    ['no token', () => undefined, 'missing-token'],
    ['an empty one', () => '', 'missing-token'],
    ['something else', () => ({ token: 'x' }), 'missing-token'],
    ['one that is far too long', () => 'x'.repeat(10_000), 'invalid-token'],
    ['one that nobody made', () => 'made-up', 'invalid-token'],
    ['one from another host', () => standIn.solve({ hostname: 'evil.example' }), 'wrong-host'],
    ['one that is old', () => standIn.solve({ solvedAt: Date.now() - 600_000 }), 'expired'],
    ['one from the future', () => standIn.solve({ solvedAt: Date.now() + 600_000 }), 'expired'],
  ];
  test.each(refusals)('refuses %s', async (_name, token, reason) => {
    const verdict = await make(provider).verify(token(), WHO);
    expect(verdict).toMatchObject({ ok: false, reason, degraded: false });
    expect(heard.map(({ name }) => name)).toEqual(['captcha_failed']);
  });

  it('refuses a token that was used, here or elsewhere', async () => {
    const captcha = make(provider);
    const token = standIn.solve();
    expect((await captcha.verify(token)).ok).toBe(true);
    expect(await captcha.verify(token)).toMatchObject({ ok: false, reason: 'replayed' });
    // Another process does not know it; the provider does.
    const elsewhere = await make(provider).verify(token);
    expect(elsewhere.ok).toBe(false);
    expect(['replayed', 'expired']).toContain(elsewhere.reason);
  });

  const nonsense: [string, StandInFault][] = [
    ['a page', 'html'],
    ['nothing', 'empty'],
    ['ten megabytes', 'huge'],
    ['a byte now and then', 'drip'],
    ['a redirect', 'redirect'],
    ['a list', 'wrong-type'],
    ['no answer', 'hang'],
    ['the end of the connection', 'reset'],
    ['a fault of its own', { status: 500 }],
    ['another', { status: 503 }],
  ];
  test.each(nonsense)('is taken for unavailable where it answers %s', async (_name, fault) => {
    standIn.fault = fault;
    const captcha = make(provider, { timeout: 300, onUnavailable: 'closed' });
    expect(await captcha.verify(standIn.solve(), WHO)).toMatchObject({
      ok: false,
      reason: 'unavailable',
      degraded: true,
    });
    expect(heard[0]).toMatchObject({ name: 'captcha_unavailable', fields: { provider } });
    expect(standIn.asked.map(({ path }) => path)).not.toContain('/elsewhere');
    expect(JSON.stringify(heard)).not.toContain(standIn.secret);
  });

  test.each([429])('is over its quota where it answers %i', async (status) => {
    standIn.fault = { status };
    const verdict = await make(provider, { onUnavailable: 'open' }).verify(standIn.solve());
    expect(verdict).toMatchObject({ ok: true, reason: 'over-quota', degraded: true });
  });

  it('says so where our keys are wrong', async () => {
    const captcha = make(provider, { secret: 'another', onUnavailable: 'closed' });
    const verdict = await captcha.verify(standIn.solve());
    expect(verdict).toMatchObject({ ok: false, reason: 'misconfigured', degraded: true });
    expect(JSON.stringify(heard)).not.toContain('another');
  });

  it('is sent the address, or is not', async () => {
    const asked = (): string => standIn.asked.at(-1)?.body ?? '';
    await make(provider).verify(standIn.solve(), WHO);
    expect(asked()).toContain('203.0.113.9');
    await make(provider, { sendAddress: false }).verify(standIn.solve(), WHO);
    expect(asked()).not.toMatch(/203\.0\.113|Firefox/);
  });
});

describe('error codes of siteverify', () => {
  const CODES: [ProviderName, string, string, boolean][] = [
    ['recaptcha-v2', 'missing-input-secret', 'misconfigured', true],
    ['recaptcha-v2', 'invalid-input-secret', 'misconfigured', true],
    ['recaptcha-v2', 'missing-input-response', 'missing-token', false],
    ['recaptcha-v2', 'invalid-input-response', 'invalid-token', false],
    ['recaptcha-v2', 'bad-request', 'misconfigured', true],
    ['recaptcha-v2', 'timeout-or-duplicate', 'expired', false],
    ['recaptcha-v3', 'browser-error', 'rejected', false],
    ['turnstile', 'internal-error', 'unavailable', true],
    ['turnstile', 'timeout-or-duplicate', 'expired', false],
    ['turnstile', 'bad-request', 'misconfigured', true],
    ['hcaptcha', 'expired-input-response', 'expired', false],
    ['hcaptcha', 'already-seen-response', 'replayed', false],
    ['hcaptcha', 'invalid-or-already-seen-response', 'replayed', false],
    ['hcaptcha', 'missing-remoteip', 'misconfigured', true],
    ['hcaptcha', 'invalid-remoteip', 'misconfigured', true],
    ['hcaptcha', 'not-using-dummy-passcode', 'misconfigured', true],
    ['hcaptcha', 'sitekey-secret-mismatch', 'misconfigured', true],
    ['hcaptcha', 'something-new', 'rejected', false],
  ];
  test.each(CODES)('%s: %s is %s', async (provider, code, reason, degraded) => {
    standIn.fault = { code };
    const verdict = await make(provider, { onUnavailable: 'closed' }).verify(standIn.solve());
    expect(verdict).toMatchObject({ ok: false, reason, degraded });
  });

  test('a yes with a code, as over the quota, is no yes', async () => {
    standIn.fault = { success: true, code: 'Something new.' };
    const verdict = await make('recaptcha-v3', { onUnavailable: 'closed' }).verify(standIn.solve());
    expect(verdict).toMatchObject({ ok: false, reason: 'over-quota', degraded: true });
  });
});

describe('what the provider leaves to us', () => {
  test.each(['recaptcha-v3', 'recaptcha-enterprise', 'turnstile'] as const)(
    '%s: a token for another action is refused, in any case it is accepted',
    async (provider) => {
      const captcha = make(provider);
      expect(await captcha.verify(standIn.solve({ action: 'support' }))).toMatchObject({
        ok: false,
        reason: 'wrong-action',
      });
      expect((await captcha.verify(standIn.solve({ action: 'LOGIN' }))).ok).toBe(true);
    },
  );

  test.each(['recaptcha-v3', 'recaptcha-enterprise'] as const)(
    '%s: a low score',
    async (provider) => {
      const captcha = make(provider, { minScore: 0.7 });
      expect(await captcha.verify(standIn.solve({ score: 0.6 }))).toMatchObject({
        ok: false,
        reason: 'low-score',
        score: 0.6,
      });
      expect((await captcha.verify(standIn.solve({ score: 0.7 }))).ok).toBe(true);
      expect(heard[0]?.fields).toMatchObject({ reason: 'low-score', score: 60 });
    },
  );
});

describe('while the provider is down', () => {
  const down = async (captcha: Captcha, times: number, prefix: string): Promise<boolean[]> => {
    const verdicts: CaptchaVerdict[] = [];
    for (let number = 0; number < times; number += 1) {
      verdicts.push(await captcha.verify(standIn.solve(), { ...WHO, prefix }));
    }
    return verdicts.map(({ ok }) => ok);
  };

  it('an honest person gets through, an attacker meets the tighter limit, and nobody waits for long', async () => {
    standIn.fault = 'reset';
    const captcha = make('turnstile');
    const asked = standIn.asked.length;
    const attacker = await down(captcha, 20, '198.51.100.0/24');
    expect(attacker.filter(Boolean)).toHaveLength(5);
    expect(await down(captcha, 1, '203.0.113.0/24')).toEqual([true]);
    // Each is tried twice; after five faults in a row nobody is asked for a while.
    expect(standIn.asked.length - asked).toBeLessThan(2 * 10);
    expect(heard.filter(({ name }) => name === 'captcha_unavailable')).toHaveLength(1);
  });

  it('asks again after a while, and says that it is back', async () => {
    standIn.fault = { status: 500 };
    const captcha = make('hcaptcha');
    await down(captcha, 6, 'a');
    standIn.fault = undefined;
    let tries = 0;
    await waitUntil('a captcha to pass', async () => {
      tries += 1;
      const verdict = await captcha.verify(standIn.solve(), { prefix: `n${tries}` });
      return verdict.reason === 'passed';
    });
    expect(heard.at(-1)).toMatchObject({ name: 'captcha_recovered' });
  });

  it('a connection that breaks is tried once more', async () => {
    const own = await startStandIn();
    try {
      own.fault = 'reset';
      const captcha = make('recaptcha-v2', { host: own.url, secret: own.secret });
      setTimeout(() => (own.fault = undefined), 0);
      await captcha.verify(own.solve());
      expect(own.asked.length).toBeLessThanOrEqual(2);
      own.fault = 'reset';
      const before = own.asked.length;
      expect((await captcha.verify(own.solve())).degraded).toBe(true);
      expect(own.asked.length - before).toBe(2);
    } finally {
      await own.close();
    }
  });
});

test('tokens that were used are known to all processes through Redis', async () => {
  const server = await startRedis();
  const redis = createClient({ socket: { path: server.path, tls: false } });
  redis.on('error', () => undefined);
  await redis.connect();
  try {
    const [one, other] = [
      make('turnstile', { redis, app: 'portal' }),
      make('turnstile', { redis, app: 'portal' }),
    ];
    const token = standIn.solve();
    expect((await one.verify(token)).ok).toBe(true);
    expect(await other.verify(token)).toMatchObject({ ok: false, reason: 'replayed' });
    const [key = ''] = await redis.keys('emas:portal:captcha:used:*');
    expect(key).not.toContain(token);
    expect(await redis.pTTL(key)).toBeGreaterThan(0);
    await server.kill();
    expect((await one.verify(standIn.solve())).ok).toBe(true);
  } finally {
    redis.destroy();
    await server.stop();
  }
});
