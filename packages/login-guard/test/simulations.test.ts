import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Incident } from '@emas/login-guard';
import { addressOf, attackSite } from './attack-site.ts';
import type { AttackSite, Try } from './attack-site.ts';

/*
 * Attacks as they are seen, played against a guarded login: how many tries reach the password, after how
 * long somebody is told, and who else is hurt. The README shows the table.
 */

const HOUR = 3600;
const NAT = '203.0.113.50';

const members = new Map<string, string>();
for (let number = 0; number < 3000; number += 1) {
  members.set(`m${number}`, number % 100 === 3 ? 'Raya2026!' : `right ${number}`);
}

const rows: string[] = [];
let site: AttackSite;
const folder = mkdtempSync(join(tmpdir(), 'emas-attack-'));

afterEach(() => site.close());
afterAll(() => {
  rmSync(folder, { recursive: true });
  process.stderr.write(`${rows.join('\n')}\n`);
});

function tell(attack: string, attacker: (one: Try) => boolean, extra: string): void {
  const { reached, entered, refused } = site.outcome(attacker);
  const after = site.toldAfter();
  const told = Number.isFinite(after) ? `told after ${Math.round(after)} s` : 'not told';
  rows.push(
    `${attack}: ${reached} of ${reached + refused} reach the password, ${entered} in, ${told}, ${extra}`,
  );
}

const isHonest = ({ isHuman }: Try): boolean => isHuman === true;
const isAttacker = ({ isHuman }: Try): boolean => isHuman !== true;

/** Names and passwords that leaked elsewhere, of which a few are right here; 7,500 tries an hour. */
const stuffing = (seconds: number): Try[] =>
  Array.from({ length: Math.floor((seconds * 7500) / HOUR) }, (_, n) => ({
    at: n * 0.48,
    name: n % 3 === 0 ? `m${n % 3000}` : `leaked ${n}`,
    password: n % 258 === 3 ? 'Raya2026!' : `leaked ${n}`,
    from: addressOf(n % 5000),
  }));

/** Members, each from an address of his own; one of twenty mistypes first. */
const honest = (perHour: number, seconds: number): Try[] =>
  Array.from({ length: Math.floor((seconds * perHour) / HOUR) }, (_, n) => {
    const one = { at: (n * HOUR) / perHour, name: `m${n % 3000}`, from: addressOf(10_000 + n) };
    const right = members.get(one.name) ?? '';
    const entering = { ...one, password: right, isHuman: true };
    return n % 20 === 0
      ? [
          { ...entering, password: `mistyped ${n}` },
          { ...entering, at: one.at + 8 },
        ]
      : [entering];
  }).flat();

describe('stuffing from 5,000 addresses, 7,500 tries an hour', () => {
  test.each([300, 1500, 2500])('is told under %i honest sign-ins an hour', async (perHour) => {
    site = await attackSite(members);
    await site.play([...stuffing(600), ...honest(perHour, 600)]);
    tell(`stuffing, ${perHour} members/h`, isAttacker, 'no captcha');
    expect(site.toldAfter(({ kind }) => kind === 'stuffing')).toBeLessThanOrEqual(150);
    expect(site.outcome(isHonest).refused).toBe(0);
  });

  test('reaches few passwords once a captcha is asked of those who come from nowhere', async () => {
    site = await attackSite(members, { hasCaptcha: true });
    await site.play([...stuffing(600), ...honest(2500, 600)]);
    tell('stuffing, 2500 members/h, captcha', isAttacker, 'captcha');
    const { reached, refused } = site.outcome(isAttacker);
    expect(reached).toBeLessThan((reached + refused) * 0.25);
    // Who passes the captcha gets in as before.
    expect(site.outcome(isHonest).refused).toBe(0);
  });
});

describe('one password on 2,000 accounts, 4,000 tries an hour', () => {
  test.each([1, 50, 2000])('from %i addresses', async (addresses) => {
    site = await attackSite(members);
    const tries = Array.from({ length: 1000 }, (_, n) => ({
      at: n * 0.9,
      name: `m${n % 2000}`,
      password: 'Raya2026!',
      from: addressOf(n % addresses),
    }));
    await site.play(tries);
    tell(`one password, ${addresses} addresses`, isAttacker, '');
    const { entered } = site.outcome(isAttacker);
    expect(site.toldAfter()).toBeLessThanOrEqual(15);
    const found = site.incidents().filter(({ subject }) => subject.type === 'password');
    expect(found).toHaveLength(1);
    // Whoever was entered by it is named by it.
    expect(found[0]?.severity).toBe('high');
    expect(found[0]?.evidence.entered).toHaveLength(entered);
  });
});

describe('slow spraying from one address', () => {
  test.each([
    ['each 25 seconds', 25, 1500],
    ['each 7 minutes', 420, 300],
  ])('one account %s, a password of its own each', async (_how, gap, count) => {
    site = await attackSite(members);
    await site.play(
      Array.from({ length: count }, (_, n) => ({
        at: n * gap,
        name: `m${n % 2000}`,
        password: n % 100 === 3 ? 'Raya2026!' : `guess ${n}`,
        from: addressOf(1),
      })),
    );
    tell(`one account ${_how}`, isAttacker, '');
    expect(site.toldAfter()).toBeLessThanOrEqual(30 * gap);
    const entered = site.incidents().flatMap(({ evidence }) => evidence.entered);
    expect(new Set(entered).size).toBe(site.outcome(isAttacker).entered);
  });
});

test('a botnet of 1,000 networks on one account, an hour: the password is reached 145 times at most', async () => {
  site = await attackSite(members);
  await site.play(
    Array.from({ length: 3000 }, (_, n) => ({
      at: n * 1.2,
      name: 'm7',
      password: `guess ${n}`,
      from: addressOf(n % 1000),
    })),
  );
  tell('botnet on one account, no captcha', isAttacker, 'one try each 30 s');
  expect(site.outcome(isAttacker).reached).toBeLessThanOrEqual(145);
  expect(site.toldAfter(({ kind }) => kind === 'distributed_guessing')).toBeLessThanOrEqual(60);
});

describe('500 members behind one address', () => {
  const staff = (at: number): Try[] =>
    Array.from({ length: 500 }, (_, n) => ({
      at: at + n,
      name: `m${n}`,
      password: members.get(`m${n}`) ?? '',
      from: NAT,
      isHuman: true,
    }));

  test('of whom one in twenty mistypes: nobody is held up and nothing is told', async () => {
    site = await attackSite(members);
    const mistyped = staff(0)
      .filter((_, n) => n % 20 === 0)
      .map((one, n) => ({ ...one, at: one.at - 0.5, password: `mistyped ${n}` }));
    await site.play([...staff(0), ...mistyped]);
    tell('NAT without an attacker', isHonest, `${site.outcome(isHonest).refused} hurt`);
    expect(site.outcome(isHonest).refused).toBe(0);
    expect(site.incidents()).toEqual([]);
  });

  test('with an attacker among them, after a restart: none of them is held up', async () => {
    const options = { key: 'a key of thirty-two characters, or more', file: join(folder, 'known') };
    site = await attackSite(members, options);
    await site.play(staff(0));
    await site.close();
    site = await attackSite(members, options);
    const attack = Array.from({ length: 1500 }, (_, n) => ({
      at: 1000 + n / 2,
      name: `m${2000 + (n % 500)}`,
      password: `guess ${n}`,
      from: NAT,
    }));
    await site.play([...attack, ...staff(1100)]);
    tell(
      'NAT with an attacker, after a restart',
      isAttacker,
      `${site.outcome(isHonest).refused} hurt`,
    );
    expect(site.outcome(isHonest)).toEqual({ reached: 500, entered: 500, refused: 0 });
    expect(site.outcome(isAttacker).reached).toBeLessThanOrEqual(200);
  });
});

describe('somebody keeps a member from signing in', () => {
  const owner = (at: number, more: Partial<Try> = {}): Try => ({
    at,
    name: 'm7',
    password: members.get('m7') ?? '',
    from: NAT,
    isHuman: true,
    ...more,
  });
  const stranger = (from: string): Try[] =>
    Array.from({ length: 1800 }, (_, n) => ({
      at: 10 + n * 20,
      name: 'm7',
      password: `guess ${n}`,
      from,
    }));
  const hourly = (more: Partial<Try> = {}): Try[] =>
    Array.from({ length: 10 }, (_, hour) => owner(1800 + hour * HOUR, more));

  test.each<[string, string, Partial<Try>]>([
    ['from elsewhere', '198.51.100.7', {}],
    ['from the same /24', '203.0.113.77', {}],
    ['from behind the same address, where the member has a device', NAT, { device: 'phone' }],
  ])('%s: ten of ten sign-ins in ten hours', async (where, from, more) => {
    site = await attackSite(members);
    await site.play([owner(0, more), ...stranger(from), ...hourly(more)]);
    tell(`lock-out ${where}`, isAttacker, `${site.outcome(isHonest).refused} of 11 hurt`);
    expect(site.outcome(isHonest)).toEqual({ reached: 11, entered: 11, refused: 0 });
    expect(site.outcome(isAttacker).reached).toBeLessThanOrEqual(30);
  });

  test('his own phone with a stale password, each minute for eight hours: his sign-ins all succeed', async () => {
    site = await attackSite(members);
    const phone = Array.from({ length: 480 }, (_, n) => ({
      at: n * 60,
      name: 'm7',
      password: 'of last year',
      from: NAT,
    }));
    await site.play([...phone, ...hourly().slice(0, 7)]);
    tell('stale password each minute', isAttacker, `${site.outcome(isHonest).refused} of 7 hurt`);
    expect(site.outcome(isHonest)).toEqual({ reached: 7, entered: 7, refused: 0 });
    const isGuessing = ({ kind }: Incident): boolean => kind === 'brute_force';
    expect(site.incidents().filter(isGuessing)).toEqual([]);
  });
});
