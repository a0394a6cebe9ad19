import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trafficQueries } from '@emas/analytics';
import { addDays, localDay } from '@emas/calendar';
import express from 'express';
import request from 'supertest';
import { randomFrom } from '../../test/runner/random-from.js';
import { SEED, times } from '../../test/runner/repetition.ts';
import { waitUntil } from '../../test/waiting/wait-until.ts';
import { dashboard } from '../dashboard.ts';
import type { ConsentReport } from '../index.ts';
import { fullDashboard } from './full-dashboard.ts';
import type { FullDashboard } from './full-dashboard.ts';

const ZONE = 'Asia/Kuala_Lumpur';

let own: FullDashboard;
let receipts = 0;

/** So many visitors who decided at a moment, as the copy of the receipts has them. */
async function decided(choice: string, count: number, time: string, subject = ''): Promise<void> {
  const rows = Array.from({ length: count }, () => {
    receipts += 1;
    return { app: 'portal', receipt: `r${receipts}`, time, arrived: time, choice, subject };
  });
  await own.engine.client.insert({
    table: 'emas_consent_receipts',
    values: rows,
    format: 'JSONEachRow',
  });
}

const sqlNow = (): string => new Date().toISOString().replace('T', ' ').replace('Z', '');

beforeAll(async () => {
  own = await fullDashboard({}, ZONE);
  const isMade = async (): Promise<boolean> => (await ask('period=today')).status === 200;
  await own.flush();
  await waitUntil('the tables of the receipts', isMade);
  // Multiples of five stay what they are.
  await decided('accept', 20, '2026-03-02 03:00:00');
  await decided('refuse', 10, '2026-03-02 03:00:00');
  await decided('add', 5, '2026-03-02 03:00:00');
  // In Kuala Lumpur the day after has begun.
  await decided('accept', 5, '2026-03-02 17:00:00');
  await decided('choose', 5, '2026-03-02 17:00:00');
  await decided('add', 5, '2026-03-05 03:00:00');
  // No choice on the form.
  await decided('given', 10, '2026-03-02 03:00:00', 'claim-health');
});
afterAll(() => own.stop());

const ask = (query: string): request.Test =>
  request(own.app).get(`/emas/api/consent?${query}`).set('X-Role', 'marketing');

const report = async (days: string, more = ''): Promise<ConsentReport> => {
  const [from = '', to = from] = days.split('/');
  return (await ask(`period=custom&from=${from}&to=${to}${more}`).expect(200)).body;
};

/** What a page says that nobody has opened lately: another one may be ten seconds old. */
async function freshly(query: string): Promise<object> {
  const { client } = own.engine;
  const traffic = trafficQueries({ client, app: 'portal', timeZone: ZONE });
  const consent = own.receipts;
  const page = express().use(dashboard({ traffic, consent, authorize: () => 'marketing' }));
  const { body } = await request(page).get(`/api/consent?${query}`).expect(200);
  const { generatedAt, ...rest } = body;
  expect(generatedAt).toMatch(/Z$/);
  return rest;
}

describe('how visitors decided', () => {
  it('is counted in all and by the days of the site', async () => {
    expect(await report('2026-03-01/2026-03-09')).toMatchObject({
      range: { from: '2026-03-01', to: '2026-03-09', timeZone: ZONE },
      smallCells: 5,
      decisions: 40,
      choices: [
        { choice: 'accept', count: 25, share: 25 / 40 },
        { choice: 'refuse', count: 10, share: 10 / 40 },
        { choice: 'choose', count: 5, share: 5 / 40 },
      ],
      days: [
        { day: '2026-03-02', accept: 20, refuse: 10, choose: 0 },
        { day: '2026-03-03', accept: 5, refuse: 0, choose: 5 },
      ],
      added: 10,
    });
    // Days of another zone would tell an hour apart from the rest.
    const { days } = await report('2026-03-02/2026-03-03', '&tz=UTC');
    expect(days.map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03']);
  });

  it('is nothing where nobody did', async () => {
    const { decisions, choices, days, added } = await report('2026-03-20');
    expect([decisions, days, added]).toEqual([0, [], 0]);
    expect(choices.map(({ count, share }) => [count, share])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('is counted once for all who look at the same time', async () => {
    let counted = 0;
    const consent = {
      smallCells: 5,
      rates: async () => {
        counted += 1;
        return [];
      },
    };
    const traffic = { breakdown: undefined, smallCells: 5, timeZone: 'UTC' } as never;
    const app = express().use(dashboard({ traffic, consent, authorize: () => 'marketing' }));
    const look = async (period: string): Promise<unknown> =>
      request(app).get(`/api/consent?period=${period}`).expect(200);
    await Promise.all([look('7d'), look('7d'), look('7d')]);
    await look('7d');
    expect(counted).toBe(1);
    await look('30d');
    expect(counted).toBe(2);
  });

  it('does not depend on filters, which the page has for visits', async () => {
    const { decisions } = await report('2026-03-03', '&filter=country:MY');
    expect(decisions).toBe(10);
  });

  it.each(['period=custom', 'filter=nonsense'])('is not asked by nonsense: %s', async (query) => {
    const { body } = await ask(query).expect(400);
    expect(body.code).toBe('ERR_EMAS_DASHBOARD_QUERY');
  });
});

describe(`of one who decided (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const below = (limit: number): number => Math.floor(random() * limit);
  const choiceOf = (): string => ['accept', 'refuse', 'choose', 'add'][below(4)] ?? 'accept';
  const today = localDay(Date.now(), ZONE);
  const EVERYTHING = [
    'period=today',
    'period=7d',
    'period=30d',
    'period=12mo',
    `period=custom&from=${today}&to=${addDays(today, 1)}`,
    `period=custom&from=${addDays(today, -1)}&to=${today}`,
    'period=today&tz=Etc/GMT%2B12',
    'period=7d&tz=Pacific/Kiritimati&filter=country:MY',
  ];

  it('nothing moves while somebody watches, whatever he decides himself', async () => {
    await decided('accept', 20, `${addDays(today, -3)} 04:00:00`);
    const watch = async (): Promise<object[]> =>
      Promise.all(EVERYTHING.map((query) => freshly(query)));
    const before = await watch();
    expect(JSON.stringify(before)).toContain('"accept":20');
    for (let step = 0; step < times(40, 6); step += 1) {
      await decided('refuse', below(5), sqlNow());
      await decided(choiceOf(), 1, sqlNow());
      expect(await watch()).toEqual(before);
    }
  });

  it('no figure is of fewer than five, and each of a span is the sum of its days’', async () => {
    const first = '2026-04-01';
    for (let index = 0; index < 14; index += 1) {
      for (const choice of ['accept', 'refuse', 'choose', 'add']) {
        await decided(choice, below(8), `${addDays(first, index)} 04:00:00`);
      }
    }
    const days = await Promise.all(
      Array.from({ length: 14 }, (_, index) => report(addDays(first, index))),
    );
    const figuresOf = ({ decisions, choices, added }: ConsentReport): number[] => [
      decisions,
      added,
      ...choices.map(({ count }) => count),
    ];
    for (let run = 0; run < times(200, 20); run += 1) {
      const [from = 0, to = 0] = [below(14), below(14)].toSorted((one, other) => one - other);
      const whole = await report(`${addDays(first, from)}/${addDays(first, to)}`);
      const parts = days.slice(from, to + 1);
      for (const [index, figure] of figuresOf(whole).entries()) {
        expect(figure % 5).toBe(0);
        expect(figure).toBe(parts.reduce((all, part) => all + (figuresOf(part)[index] ?? 0), 0));
      }
      expect(whole.days).toEqual(parts.flatMap((part) => part.days));
    }
  });
});

describe('without records of consent', () => {
  it('there is nothing to ask, and the page knows it', async () => {
    const traffic = { breakdown: undefined } as never;
    const without = express().use(dashboard({ traffic, authorize: () => 'marketing' }));
    await request(without).get('/api/consent').expect(404);
    expect((await request(without).get('/traffic').expect(200)).text).toContain(
      '"hasConsent":false',
    );
    const withThem = request(own.app).get('/emas/traffic').set('X-Role', 'marketing');
    expect((await withThem.expect(200)).text).toContain('"hasConsent":true');
  });

  it('something else is not taken for them', () => {
    expect(() => dashboard({ consent: {} as never, authorize: () => false })).toThrow(
      /option "consent": expected the result of consentRecords\(\).*received an object/,
    );
  });
});
