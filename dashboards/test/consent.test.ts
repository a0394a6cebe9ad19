import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { waitUntil } from '../../test/waiting/wait-until.ts';
import { dashboard } from '../dashboard.ts';
import type { ConsentReport } from '../index.ts';
import { fullDashboard } from './full-dashboard.ts';
import type { FullDashboard } from './full-dashboard.ts';

let own: FullDashboard;
let receipts = 0;

/** So many visitors who decided at a moment, as the copy of the receipts has them. */
async function decided(choice: string, count: number, time: string, subject = ''): Promise<void> {
  const rows = Array.from({ length: count }, () => {
    receipts += 1;
    return { app: 'portal', receipt: `r${receipts}`, time, choice, subject };
  });
  await own.engine.client.insert({
    table: 'emas_consent_receipts',
    values: rows,
    format: 'JSONEachRow',
  });
}

beforeAll(async () => {
  own = await fullDashboard();
  const isMade = async (): Promise<boolean> => (await ask('period=today')).status === 200;
  await waitUntil('the tables of the receipts', isMade);
  await decided('accept', 12, '2026-03-02 03:00:00');
  await decided('refuse', 7, '2026-03-02 03:00:00');
  await decided('choose', 2, '2026-03-02 03:00:00');
  await decided('add', 3, '2026-03-02 03:00:00');
  // In Kuala Lumpur the day after has begun.
  await decided('accept', 6, '2026-03-02 17:00:00');
  await decided('refuse', 5, '2026-03-02 17:00:00');
  await decided('accept', 4, '2026-03-09 03:00:00');
  // No choice on the form.
  await decided('given', 9, '2026-03-02 03:00:00', 'claim-health');
});
afterAll(() => own.stop());

function accept(receipt: string): void {
  own.events.emit('consent_recorded', {
    receipt,
    choice: 'accept',
    allowed: ['figures'],
    refused: [],
    policy: 'p',
    text: 't',
    language: 'en',
    layout: 'region-1',
  });
}

const ask = (query: string): request.Test =>
  request(own.app).get(`/emas/api/consent?${query}`).set('X-Role', 'marketing');

const report = async (days: string, more = '&tz=Asia/Kuala_Lumpur'): Promise<ConsentReport> => {
  const [from = '', to = from] = days.split('/');
  return (await ask(`period=custom&from=${from}&to=${to}${more}`).expect(200)).body;
};

describe('how visitors decided', () => {
  it('is counted in all and by the days of the reader; too few of a kind join the next', async () => {
    expect(await report('2026-03-02/2026-03-03')).toMatchObject({
      range: { from: '2026-03-02', to: '2026-03-03', timeZone: 'Asia/Kuala_Lumpur' },
      smallCells: 5,
      suppressed: false,
      decisions: 32,
      groups: [
        { choices: ['accept'], count: 18, share: 18 / 32 },
        { choices: ['refuse', 'choose'], count: 14, share: 14 / 32 },
      ],
      days: [
        { day: '2026-03-02', counts: [12, 9] },
        { day: '2026-03-03', counts: [6, 5] },
      ],
      foldedDays: null,
      added: null,
    });
    const { days } = await report('2026-03-02/2026-03-03', '&tz=UTC');
    expect(days).toEqual([{ day: '2026-03-02', counts: [18, 14] }]);
  });

  it('is told choice by choice where each is of enough', async () => {
    const { groups, added } = await report('2026-03-03');
    expect(groups.map(({ choices, count }) => [...choices, count])).toEqual([
      ['accept', 6],
      ['refuse', 5],
      ['choose', 0],
    ]);
    expect(added).toBe(0);
  });

  it('of a day with too few is told with other days only', async () => {
    const { groups, days, foldedDays } = await report('2026-03-03/2026-03-09');
    expect(groups.map(({ count }) => count)).toEqual([10, 5, 0]);
    expect(days).toEqual([]);
    expect(foldedDays).toEqual({ days: 2, counts: [10, 5, 0] });
  });

  it('is not told where it would be about persons, and known to be nobody where it is', async () => {
    const none = { decisions: 0, groups: [], days: [], foldedDays: null };
    expect(await report('2026-03-09')).toMatchObject({ suppressed: true, ...none });
    expect(await report('2026-03-20')).toMatchObject({ suppressed: false, ...none, added: 0 });
  });

  it('is there soon after it was told', async () => {
    const before = (await ask('period=today&tz=UTC').expect(200)).body;
    for (let visitor = 0; visitor < 5; visitor += 1) accept(`now${visitor}`);
    await own.flush();
    const changed = async (): Promise<ConsentReport | undefined> => {
      const { body } = await ask('period=today&tz=UTC').expect(200);
      return body.decisions === before.decisions ? undefined : body;
    };
    const after = await waitUntil('the decisions', changed);
    expect([before.decisions, after.decisions]).toEqual([0, 5]);
    expect(after.groups[0]).toEqual({ choices: ['accept'], count: 5, share: 1 });
  });

  it('is counted once for all who look at the same time', async () => {
    let counted = 0;
    const consent = {
      rates: async () => {
        counted += 1;
        return [];
      },
    };
    const traffic = { breakdown: undefined, smallCells: 5 } as never;
    const app = express().use(dashboard({ traffic, consent, authorize: () => 'marketing' }));
    const look = async (period: string): Promise<unknown> =>
      request(app).get(`/api/consent?period=${period}&tz=UTC`).expect(200);
    await Promise.all([look('7d'), look('7d'), look('7d')]);
    await look('7d');
    expect(counted).toBe(1);
    await look('30d');
    expect(counted).toBe(2);
  });

  it('does not depend on filters, which the page has for visits', async () => {
    const { decisions } = await report('2026-03-03', '&tz=Asia/Kuala_Lumpur&filter=country:MY');
    expect(decisions).toBe(11);
  });

  it.each(['period=custom', 'tz=Mars/Olympus', 'filter=nonsense'])(
    'is not asked by nonsense: %s',
    async (query) => {
      const { body } = await ask(query).expect(400);
      expect(body.code).toBe('ERR_EMAS_DASHBOARD_QUERY');
    },
  );
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
      /option "consent" got an object; wants what consentRecords\(\) gave/,
    );
  });
});
