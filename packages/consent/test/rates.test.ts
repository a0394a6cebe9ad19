import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { randomFrom } from '../../../test/runner/random-from.js';
import { SEED, times } from '../../../test/runner/repetition.ts';
import { migrateConsent } from '../src/index.ts';
import { ConsentRates } from '../src/records/rates.ts';
import type { ConsentRate } from '../src/records/rates.ts';

/*
 * Somebody reads the figures of consent as often as he likes, and makes decisions of his own, about days on
 * which one person decided, and about the same days without that person.
 */

const ZONE = 'Asia/Kuala_Lumpur';
const SMALLEST = 5;
const DAY_MS = 86_400_000;
const CHOICES = ['accept', 'refuse', 'choose', 'add'] as const;
type Choice = (typeof CHOICES)[number];
type Counts = Readonly<Record<Choice, number>>;

/** Of decisions that waited for ClickHouse. */
const BEFORE_ALL = '2026-03-01 00:00:00';

/** Noon in Kuala Lumpur, on the first of the days. */
const NOON = Date.UTC(2026, 2, 2, 4);
const dayAt = (index: number): string => new Date(NOON + index * DAY_MS).toISOString().slice(0, 10);

let engine: Engine;
let apps = 0;
beforeAll(async () => {
  engine = await startEngine();
  await migrateConsent(engine.client);
});
afterAll(() => engine.stop());

/** A whole number from 0, below another. */
type Below = (limit: number) => number;

function randomBelow(seed: number): Below {
  const random = randomFrom(seed);
  return (limit) => Math.floor(random() * limit);
}

/** An app of its own, whose figures are asked for at noon of a day. */
class Site {
  readonly app: string;
  readonly rates: ConsentRates;

  constructor(now: () => number, smallCells = SMALLEST) {
    apps += 1;
    this.app = `app${apps}`;
    this.rates = this.read(now, smallCells);
  }

  /** Another process. */
  read(now: () => number, smallCells = SMALLEST): ConsentRates {
    return new ConsentRates({
      client: engine.client,
      app: this.app,
      timeZone: ZONE,
      smallCells,
      now,
    });
  }

  async decide(
    all: readonly { at: number; choice: Choice; count: number }[],
    late = false,
  ): Promise<void> {
    const values = all.flatMap(({ at, choice, count }) =>
      Array.from({ length: count }, () => {
        const time = new Date(at).toISOString().replace('T', ' ').replace('Z', '');
        const receipt = randomBytes(10).toString('hex');
        // Nothing else about a decision makes a difference.
        const language = receipt < '8' ? 'en' : 'ms';
        const decidedAt = late ? BEFORE_ALL : time;
        return { app: this.app, receipt, time: decidedAt, arrived: time, choice, language };
      }),
    );
    const table = 'emas_consent_receipts';
    await engine.client.insert({ table, values, format: 'JSONEachRow' });
  }
}

const at = (index: number): number => NOON + index * DAY_MS;
const someDays = (random: Below, days: number): Counts[] =>
  Array.from({ length: days }, () => ({
    accept: random(20),
    refuse: random(12),
    choose: random(6),
    add: random(3),
  }));
const decisionsOf = (days: readonly Counts[]): { at: number; choice: Choice; count: number }[] =>
  days.flatMap((day, index) =>
    CHOICES.map((choice) => ({ at: at(index), choice, count: day[choice] })),
  );

/** All figures of a span, those that are absent as 0. */
async function figures(rates: ConsentRates, days: number): Promise<Counts[]> {
  const found = await rates.read({ from: dayAt(0), to: dayAt(days - 1) });
  const byDay = new Map(found.map((rate) => [rate.day, rate]));
  const none = { accept: 0, refuse: 0, choose: 0, add: 0 };
  return Array.from({ length: days }, (_, index) => byDay.get(dayAt(index)) ?? none);
}

describe(`figures of days that are over (seed ${SEED})`, () => {
  const DAYS = 400;
  const after = (): number => at(DAYS + 1);

  it('are multiples of five that are off by less than that, and right on average', async () => {
    const random = randomBelow(SEED);
    const site = new Site(after);
    const exact = someDays(random, DAYS);
    await site.decide(decisionsOf(exact));
    const shown = await figures(site.rates, DAYS);
    let [error, variance, most] = [0, 0, 0];
    for (const [index, day] of exact.entries()) {
      for (const choice of CHOICES) {
        const figure = shown[index]?.[choice] ?? 0;
        const rest = day[choice] % SMALLEST;
        expect(figure % SMALLEST).toBe(0);
        expect(Math.abs(figure - day[choice])).toBeLessThan(SMALLEST);
        error += figure - day[choice];
        variance += rest * (SMALLEST - rest);
        most = Math.max(most, figure);
      }
    }
    expect(most).toBeGreaterThan(SMALLEST);
    expect(Math.abs(error)).toBeLessThan(5 * Math.sqrt(variance));
  });

  it('are rounded by a number of each day and choice that nobody can guess', async () => {
    const draws = new Set<string>();
    for (let run = 0; run < 2; run += 1) {
      const site = new Site(after);
      await site.decide(
        decisionsOf(
          Array.from({ length: 40 }, () => ({ accept: 2, refuse: 2, choose: 2, add: 2 })),
        ),
      );
      const shown = await figures(site.rates, 40);
      for (const choice of CHOICES) draws.add(shown.map((day) => day[choice]).join());
    }
    expect(draws.size).toBe(2 * CHOICES.length);
  });

  it('are alike whenever, by whichever process and in whichever span they are asked for', async () => {
    const random = randomBelow(SEED + 1);
    const site = new Site(after);
    await site.decide(decisionsOf(someDays(random, 30)));
    const whole = await site.rates.read({ from: dayAt(0), to: dayAt(29) });
    expect(whole.length).toBeGreaterThan(20);
    for (let run = 0; run < times(100, 20); run += 1) {
      const ends = [random(30), random(30)].toSorted((one, other) => one - other);
      const [from, to] = [dayAt(ends[0] ?? 0), dayAt(ends[1] ?? 0)];
      const asked = run % 2 === 0 ? site.rates : site.read(() => at(31 + run));
      expect(await asked.read({ from, to })).toEqual(
        whole.filter(({ day }) => day >= from && day <= to),
      );
    }
  });

  it('of several processes that ask for the first time at once have one secret', async () => {
    for (let run = 0; run < times(40, 4); run += 1) {
      const site = new Site(after);
      await site.decide(decisionsOf(someDays(randomBelow(SEED + run), 30)));
      const processes = Array.from({ length: 4 }, () => site.read(after));
      const answers = await Promise.all(processes.map((process) => figures(process, 30)));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
  });

  it('change with one person as with any other, and by five or not at all', async () => {
    const random = randomBelow(SEED + 2);
    const others = someDays(random, DAYS);
    // On each day he decides, and an attacker made four decisions of the kind that he can make.
    const attacked = others.map((day) => ({ ...day, refuse: 4 * random(2) + day.refuse }));
    const canary = attacked.map((day) => ({ ...day, refuse: day.refuse + 1 }));
    const site = new Site(after);
    await site.decide(decisionsOf(attacked));
    const without = await figures(site.rates, DAYS);
    await site.decide(canary.map((_, index) => ({ at: at(index), choice: 'refuse', count: 1 })));
    const withHim = await figures(site.rates, DAYS);
    const moved = withHim.map((day, index) => day.refuse - (without[index]?.refuse ?? 0));
    expect(new Set(moved)).toEqual(new Set([0, SMALLEST]));
    const count = moved.filter((by) => by !== 0).length;
    expect(Math.abs(count - DAYS / SMALLEST)).toBeLessThan(5 * Math.sqrt(DAYS * 0.16));
    for (const choice of ['accept', 'choose', 'add'] as const) {
      expect(withHim.map((day) => day[choice])).toEqual(without.map((day) => day[choice]));
    }
  });
});

describe(`a day that runs (seed ${SEED})`, () => {
  it('says nothing while decisions come, his or anybody’s', async () => {
    const random = randomBelow(SEED + 3);
    let now = at(5);
    const site = new Site(() => now);
    await site.decide(decisionsOf(someDays(random, 5)));
    const watch = async (): Promise<readonly ConsentRate[][]> =>
      Promise.all(
        [0, 3, 5].map(async (from) => [
          ...(await site.rates.read({ from: dayAt(from), to: dayAt(9) })),
        ]),
      );
    const before = await watch();
    expect(before[0]?.length).toBeGreaterThan(0);
    for (let decision = 0; decision < times(100, 20); decision += 1) {
      const choice = CHOICES[random(CHOICES.length)] ?? 'accept';
      await site.decide([{ at: now, choice, count: 1 + random(9) }]);
      now += 60_000 * random(4);
      expect(await watch()).toEqual(before);
    }
  });

  it('is over ten minutes after midnight, and stays as it was then', async () => {
    const midnight = at(6) - 12 * 3_600_000;
    let now = midnight - 1;
    const site = new Site(() => now);
    await site.decide([
      { at: at(5), choice: 'accept', count: 10 },
      { at: midnight - 1, choice: 'accept', count: 10 },
      { at: midnight, choice: 'refuse', count: 10 },
    ]);
    // They were decided days ago: ClickHouse was away.
    await site.decide([{ at: at(5), choice: 'choose', count: 5 }], true);
    const read = async (): Promise<readonly ConsentRate[]> =>
      site.rates.read({ from: dayAt(0), to: dayAt(9) });
    expect(await read()).toEqual([]);
    now = midnight + 600_000 - 1;
    expect(await read()).toEqual([]);
    now = midnight + 600_000;
    const over = [{ day: dayAt(5), accept: 20, refuse: 0, choose: 5, add: 0 }];
    expect(await read()).toEqual(over);
    await site.decide([{ at: now, choice: 'choose', count: 10 }], true);
    expect(await read()).toEqual(over);
  });

  it('goes before the receipts of its day do', async () => {
    const site = new Site(() => at(2556));
    const recent = new Site(() => at(2555));
    for (const one of [site, recent]) {
      await one.decide([{ at: at(0), choice: 'accept', count: 10 }]);
    }
    expect(await site.rates.read({ from: dayAt(0), to: dayAt(9) })).toEqual([]);
    expect(await recent.rates.read({ from: dayAt(0), to: dayAt(9) })).toHaveLength(1);
  });
});

it('with one as the smallest group all is exact, at once', async () => {
  const random = randomBelow(SEED + 4);
  const site = new Site(() => at(9), 1);
  const exact = someDays(random, 10);
  await site.decide(decisionsOf(exact));
  expect(await figures(site.rates, 10)).toMatchObject(exact);
  await site.decide([{ at: at(9), choice: 'choose', count: 1 }]);
  const [today] = await site.rates.read({ from: dayAt(9), to: dayAt(9) });
  expect(today?.choose).toBe((exact[9]?.choose ?? 0) + 1);
});
