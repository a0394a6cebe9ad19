import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startStandIn } from '@emas/captcha';
import type { StandIn } from '@emas/captcha';
import { startPortal } from '../../../test/browser/start-portal.js';
import type { RunningPortal } from '../../../test/browser/start-portal.js';

/* The started portal with keys of a provider, who is this test's stand-in. */

const MEMBER = { username: 'demo', password: 'selamat-datang' };
const OTHER = { username: 'marketing', password: 'angka-sahaja' };
const FIELD = 'g-recaptcha-response';

let standIn: StandIn;
let portal: RunningPortal;

beforeAll(async () => {
  standIn = await startStandIn();
  portal = await startPortal(undefined, {
    EMAS_CAPTCHA_SITE_KEY: standIn.siteKey,
    EMAS_CAPTCHA_SECRET: standIn.secret,
    EMAS_CAPTCHA_HOST: standIn.url,
    EMAS_CAPTCHA_HOSTNAMES: 'portal.example',
    EMAS_CAPTCHA_TIMEOUT: '500',
  });
});
afterEach(() => {
  standIn.fault = undefined;
});
afterAll(async () => {
  await portal?.close();
  await standIn?.close();
});

const solve = (hostname = 'portal.example'): string => standIn.solve({ hostname });

interface Answer {
  readonly status: number;
  readonly page: string;
}

async function signIn(from: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await fetch(`${portal.origin}/en/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: portal.origin, 'X-Forwarded-For': from },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, page: await answer.text() };
}

/** One network tries many accounts, until the sign-in asks all of it for a captcha. */
async function makeSuspicious(network: string): Promise<void> {
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const tries = Array.from({ length: 10 }, (_, number) =>
      signIn(`${network}.${number}`, { username: `member-${rounds}-${number}`, password: 'wrong' }),
    );
    const answers = await Promise.all(tries);
    if (answers.some(({ status }) => status === 403)) return;
  }
  throw new Error('The guard never asked for a captcha.');
}

describe('where the sign-in asks for a captcha', () => {
  it('the member passes it and gets in; without one, or with one that is not good, nobody does', async () => {
    await makeSuspicious('198.51.1');
    const without = await signIn('198.51.1.200', MEMBER);
    expect(without.status).toBe(403);
    expect(without.page).toContain('data-emas-captcha');
    expect(without.page).toContain('value="demo"');
    expect(without.page).not.toContain('uses a stand-in');
    const elsewhere = { ...MEMBER, [FIELD]: solve('prizes.example') };
    expect((await signIn('198.51.1.200', elsewhere)).status).toBe(403);
    const token = solve();
    expect((await signIn('198.51.1.200', { ...MEMBER, [FIELD]: token })).status).toBe(303);
    // The member is known there from now on; for somebody else the same captcha is of no use.
    await makeSuspicious('198.51.1');
    expect((await signIn('198.51.1.200', { ...OTHER, [FIELD]: token })).status).toBe(403);
  });

  it('and its provider is away, the member gets in all the same, while the attacker meets a limit', async () => {
    await makeSuspicious('198.51.2');
    standIn.fault = 'hang';
    // Answered while the provider hangs.
    expect((await signIn('198.51.2.200', { ...MEMBER, [FIELD]: solve() })).status).toBe(303);
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      const fields = {
        username: `victim-${tries}`,
        password: 'guess',
        [FIELD]: `made-up-${tries}`,
      };
      statuses.push((await signIn(`198.51.2.${tries}`, fields)).status);
    }
    // Of the five that a network has, one was the member's.
    expect(statuses).toEqual([422, 422, 422, 422, ...Array<number>(8).fill(403)]);
  });

  it('people without JavaScript have the same few tries', async () => {
    await makeSuspicious('198.51.3');
    const fields = { ...MEMBER, 'emas-captcha': 'without-script' };
    expect((await signIn('198.51.3.200', fields)).status).toBe(303);
  });
});
