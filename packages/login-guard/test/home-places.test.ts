import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { LoginGuardOptions } from '@emas/login-guard';
import { KnownFile } from '../src/throttle/known-file.ts';
import { PASSWORD, guardSite } from './guard-site.ts';
import type { GuardSite, Sender } from './guard-site.ts';

const KEY = 'a key of thirty-two characters, or more';
const NAT = '203.0.113.50';
const DAY = 86_400_000;

let folder: string;
let file: string;
let site: GuardSite;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-known-'));
  file = join(folder, 'known');
});

afterEach(async () => {
  await site?.close();
  rmSync(folder, { recursive: true });
});

/** When the clock of a site begins. */
const beginning = (): number => Date.parse('2026-11-23T01:00:00Z');

async function open(options: LoginGuardOptions = {}): Promise<void> {
  site = await guardSite({ key: KEY, file, ...options });
}

/** The process ends and starts again, a day later. */
async function restart(options: LoginGuardOptions = {}): Promise<void> {
  const { now } = site.clock;
  await site.close();
  site = await guardSite({ key: KEY, file, now: () => site.clock.now, ...options });
  site.clock.now = now + DAY;
}

const honest = (more: Sender = {}): Sender => ({ password: PASSWORD, from: NAT, ...more });
const guessing = (number: number): Sender => ({ username: `nobody-${number}`, from: NAT });

const cookieOf = (headers: Headers): string => headers.get('set-cookie')?.split(';', 1)[0] ?? '';

describe('places from which accounts were entered', () => {
  test('outlive the process: an attacker behind the same address holds up nobody who was there', async () => {
    await open();
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(303);
    await restart();
    await site.statuses(120, guessing);
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(303);
    expect((await site.try(honest({ username: 'arun' }))).status).toBe(429);
  });

  test('leave the disk after 90 days, also where nobody signs in any more', () => {
    jest.useFakeTimers();
    try {
      let now = beginning();
      const known = new KnownFile(file, 90 * DAY, () => now);
      known.add('a'.repeat(22), now);
      now += 60 * DAY;
      known.add('b'.repeat(22), now);
      known.close();
      const later = new KnownFile(file, 90 * DAY, () => now);
      now += 31 * DAY;
      jest.advanceTimersByTime(DAY);
      later.close();
      expect(readFileSync(file, 'utf8')).toMatch(/^b{22} \d+\n$/);
      // What another process adds meanwhile stays, when this one writes the file anew.
      const [one, other] = [0, 1].map(() => new KnownFile(file, 90 * DAY, () => now));
      other?.add('c'.repeat(22), now);
      other?.close();
      now += 60 * DAY;
      jest.advanceTimersByTime(DAY);
      one?.close();
      expect(readFileSync(file, 'utf8')).toMatch(/^c{22} \d+\n$/);
    } finally {
      jest.useRealTimers();
    }
  });

  test('are kept as hashes with a day, readable by their owner only', async () => {
    await open();
    await site.try(honest({ username: 'mei' }));
    await site.guard.close();
    const text = readFileSync(file, 'latin1');
    expect(text).toMatch(/^(?:[\w-]{22} \d{5}\n){2}$/);
    expect(text).not.toMatch(/mei|203\.0/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('are forgotten after 90 days, and the file with them', async () => {
    await open();
    await site.try(honest({ username: 'mei' }));
    await restart();
    site.clock.now += 90 * DAY;
    await site.statuses(100, guessing);
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(429);
    await restart();
    expect(readFileSync(file, 'latin1')).toBe('');
  });

  test('are written anew before their file is long, and only the newest of many are kept', async () => {
    const lines = Array.from({ length: 300_000 }, (_, number) => {
      const key = number.toString(36).padStart(22, '0');
      return `${key} ${Math.floor(beginning() / DAY)}\n`;
    });
    writeFileSync(file, lines.join(''));
    await open();
    await site.try(honest({ username: 'mei' }));
    await site.guard.close();
    const kept = readFileSync(file, 'latin1').split('\n');
    expect(kept.length).toBeLessThan(202_000);
    await restart();
    await site.statuses(100, guessing);
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(303);
  });

  test('that somebody erased from the file do not come back, and what others add stays', () => {
    jest.useFakeTimers();
    try {
      const places = ['a', 'b'].map((letter) => letter.repeat(22));
      const known = new KnownFile(file, 90 * DAY, Date.now);
      known.add('old'.padEnd(22, 'x'), Date.now() - 89.5 * DAY);
      for (const place of places) known.add(place, Date.now());
      jest.advanceTimersByTime(1000);
      const [, first = ''] = readFileSync(file, 'utf8').split('\n');
      writeFileSync(file, readFileSync(file, 'utf8').replace(first, ' '.repeat(first.length)));
      known.add('c'.repeat(22), Date.now());
      // The old one ends, and the file is written anew.
      jest.advanceTimersByTime(2 * DAY);
      const left = readFileSync(file, 'utf8');
      expect(left).toMatch(/^b{22} \d+\nc{22} \d+\n$/);
      known.close();
    } finally {
      jest.useRealTimers();
    }
  });

  test('say nothing under another key', async () => {
    await open();
    await site.try(honest({ username: 'mei' }));
    await restart({ key: `${KEY} changed` });
    await site.statuses(100, guessing);
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(429);
  });

  test('are read past what is no line of the file, and their loss is a warning and no more', async () => {
    writeFileSync(file, 'not a line\n\0\0\0\n');
    await open();
    expect((await site.try(honest())).status).toBe(303);
    await restart({ file: join(file, 'is no folder') });
    expect((await site.try(honest())).status).toBe(303);
  });

  test('a stranger elsewhere in the network does not hold up who signs in from an address of his own', async () => {
    await open({ deviceCookie: false });
    await site.try(honest());
    const stranger = await site.statuses(30, { from: '203.0.113.77' });
    expect(stranger.filter((status) => status === 422)).toHaveLength(5);
    expect((await site.try(honest())).status).toBe(303);
    // The /24 was known as well, so a new address in it is not a stranger's, but shares his waits.
    expect((await site.try(honest({ from: '203.0.113.90' }))).status).toBe(429);
  });

  test('guessing from a known address is held up like any other', async () => {
    await open({ deviceCookie: false });
    await site.try(honest());
    expect(await site.statuses(6, { from: NAT })).toEqual([422, 422, 422, 422, 422, 429]);
  });
});

describe('the device cookie', () => {
  test('a stranger behind the same address cannot hurt', async () => {
    await open();
    const cookie = cookieOf((await site.try(honest())).headers);
    const stranger = await site.statuses(40, { from: NAT });
    expect(stranger.filter((status) => status === 422)).toHaveLength(5);
    expect((await site.try(honest())).status).toBe(429);
    expect((await site.try(honest({ headers: { cookie } }))).status).toBe(303);
  });

  test('guessing on the device itself is held up, and another device is not', async () => {
    await open();
    const cookie = cookieOf((await site.try(honest())).headers);
    const statuses = await site.statuses(6, { from: NAT, headers: { cookie } });
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    expect((await site.try(honest())).status).toBe(303);
  });

  test('is for its account only, and for several on one device', async () => {
    await open();
    const first = cookieOf((await site.try(honest())).headers);
    const headers = { cookie: first };
    const both = cookieOf((await site.try(honest({ username: 'mei', headers }))).headers);
    expect(both.split('~')).toHaveLength(2);
    for (const username of ['aisyah', 'mei', 'daniel']) {
      await site.statuses(5, { username, from: '198.51.100.7' });
      const { status } = await site.try({
        username,
        password: PASSWORD,
        from: '198.51.100.7',
        headers: { cookie: both },
      });
      expect([username, status]).toEqual([username, username === 'daniel' ? 429 : 303]);
    }
  });

  test('goes to the sign-in only, to no script and no other site, and names nobody', async () => {
    await open();
    const cookie = (await site.try(honest())).headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^login-device=[\w.-]{45}; Max-Age=7776000; Path=\/login; HttpOnly; SameSite=Strict$/,
    );
    const secure = { 'x-forwarded-proto': 'https' };
    const overHttps = (await site.try(honest({ headers: secure }))).headers.get('set-cookie');
    expect(overHttps).toMatch(/^__Secure-login-device=.*; Secure/);
    expect(cookie).not.toContain('aisyah');
  });

  test('made up, of another key or old, it is none', async () => {
    await open();
    const cookie = cookieOf((await site.try(honest())).headers);
    await restart({ key: `${KEY} changed` });
    await site.statuses(5, { from: NAT });
    expect((await site.try(honest({ headers: { cookie } }))).status).toBe(429);
    const made = `login-device=${'A'.repeat(16)}.20000.${'A'.repeat(22)}~~;;`;
    expect((await site.try(honest({ headers: { cookie: made } }))).status).toBe(429);
    await restart();
    site.clock.now += 91 * DAY;
    await site.statuses(5, { from: NAT });
    expect((await site.try(honest({ headers: { cookie } }))).status).toBe(429);
  });

  test('is not set where it is switched off, nor by a failure', async () => {
    await open();
    expect((await site.try({ from: NAT })).headers.get('set-cookie')).toBeNull();
    await restart({ deviceCookie: false });
    expect((await site.try(honest())).headers.get('set-cookie')).toBeNull();
  });
});

describe('the same wrong password again', () => {
  test('counts once: a phone with a stale password does not lock its owner out', async () => {
    await open();
    const phone = { username: 'mei', password: 'of last year', from: NAT };
    const statuses: number[] = [];
    for (let minute = 0; minute < 480; minute += 1) {
      site.clock.now += 60_000;
      statuses.push((await site.try(phone)).status);
    }
    expect(new Set(statuses)).toEqual(new Set([422]));
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(303);
    expect(site.guard.incidents()).toEqual([]);
    const failed = site.events.filter(({ name }) => name === 'authn_login_fail');
    // Not a line each: the first, and each time as it doubles.
    expect(failed.map(({ fields }) => Reflect.get(fields, 'repeats'))).toEqual([
      undefined,
      ...[1, 2, 4, 8, 16, 32, 64, 128, 256],
    ]);
  });

  test('without pause it counts like any other, and fills neither the log nor the app', async () => {
    await open();
    const same = { username: 'nobody', password: 'the same', from: NAT };
    const statuses = await site.statuses(200, same);
    expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(12);
    expect(statuses.at(-1)).toBe(429);
    const failed = site.events.filter(({ name }) => name === 'authn_login_fail');
    expect(failed.length).toBeLessThanOrEqual(12);
  });

  test('at another address of the app it is another try', async () => {
    await open();
    const statuses = await site.statuses(200, (number) => ({
      path: `/login?realm=${number}`,
      username: 'admin',
      password: 'Welcome1',
    }));
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
  });

  test('of a body that cannot be written down it is another try each time', async () => {
    await open();
    const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const body = JSON.parse(`{"username":"mei","password":"x","more":${nested}}`) as object;
    const sent = `{"username":"mei","password":"x","more":${nested}}`;
    expect(Object.keys(body)).toHaveLength(3);
    const statuses = await site.statuses(7, { json: sent });
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429]);
  });

  test('is no way round a second factor that is guessed beside it', async () => {
    const reason = 'wrong_second_factor';
    site = await guardSite({}, [
      async (req, res) => {
        await req.emas?.login?.failed({ reason });
        res.sendStatus(422);
      },
    ]);
    const statuses = await site.statuses(8, (number) => ({
      body: { username: 'mei', password: PASSWORD, code: `00000${number}` },
    }));
    expect(statuses.slice(5)).toEqual([429, 429, 429]);
    site.clock.now += 7_200_000 * 10;
    const same = { body: { username: 'mei', password: PASSWORD, code: '1' } };
    expect((await site.statuses(8, same)).slice(5)).toEqual([429, 429, 429]);
  });

  test('on another account it is another try', async () => {
    await open();
    const statuses = await site.statuses(120, (number) => ({
      username: `nobody-${number}`,
      password: 'Raya2026!',
    }));
    expect(statuses.filter((status) => status === 422)).toHaveLength(100);
    expect(site.guard.incidents().length).toBeGreaterThan(0);
  });
});

test('a file without a key is refused by name', async () => {
  site = await guardSite();
  await expect(guardSite({ file })).rejects.toThrow(/"key" with "file"/);
});
