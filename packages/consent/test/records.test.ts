import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from '@jest/globals';
import { consent, consentRecords } from '@emas/consent';
import type { ConsentRecords } from '@emas/consent';
import { createEventBus } from '@emas/events';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { PURPOSES } from './clinic-registry.ts';

const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);
const DAY = 86_400_000;
const AROUND = { from: dayAt(Date.now() - DAY), to: dayAt(Date.now() + DAY) };

let engine: Engine;
let records: ConsentRecords;
let app: express.Application;
let send: (fields: Readonly<Record<string, string>>) => Promise<unknown>;
let count = 0;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

beforeEach(() => {
  count += 1;
  const events = createEventBus();
  records = consentRecords({
    client: engine.client,
    app: `app${count}`,
    timeZone: 'UTC',
    smallCells: 1,
    events,
  });
  app = express();
  const middleware = consent({
    purposes: PURPOSES,
    events,
    explicit: [
      {
        id: 'health',
        name: { en: 'Health', ms: 'Kesihatan' },
        notice: { en: 'Notice', ms: 'Notis' },
        text: { en: 'I agree', ms: 'Saya setuju' },
      },
    ],
  });
  app.use(requestContext({ app }), middleware);
  app.post('/withdraw', (req, res) => void res.json(req.consent?.withdrawExplicit('health')));
  send = (fields) =>
    request(app)
      .post('/emas/consent')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send({ fingerprint: middleware.fingerprint, lang: 'en', ...fields });
});
afterEach(() => records.close());

/** Until tables are made and rows are there: the writer holds batches back before. */
async function written(): Promise<void> {
  await waitUntil('the rows to be written', async () => {
    const { queued, spooled } = await records.flush();
    return queued.rows + spooled.rows === 0;
  });
}

const rowsOf = async (query: string): Promise<Record<string, unknown>[]> => {
  const query_params = { app: `app${count}` };
  const result = await engine.client.query({ query, query_params, format: 'JSONEachRow' });
  return result.json();
};

it('counts how visitors decided, by day', async () => {
  await send({ choice: 'accept' });
  await send({ choice: 'accept', layout: 'dialog' });
  await send({ choice: 'refuse', lang: 'ms' });
  await send({ choice: 'choose', purpose: 'figures' });
  await send({ choice: 'add', purpose: 'maps', service: 'map', layout: 'frame' });
  // Explicit consent is no choice on the form.
  await request(app).post('/withdraw');
  await written();
  const days = await records.rates(AROUND);
  const sum = (choice: 'accept' | 'refuse' | 'choose' | 'add'): number =>
    days.reduce((all, day) => all + day[choice], 0);
  // Midnight may have come in between.
  expect([dayAt(Date.now()), dayAt(Date.now() - DAY)]).toContain(days.at(-1)?.day);
  expect([sum('accept'), sum('refuse'), sum('choose'), sum('add')]).toEqual([2, 1, 1, 1]);
  expect(await records.rates({ from: '2020-01-01', to: AROUND.from })).toEqual([]);
});

it('keeps each text once, whoever saw it, and nothing of whoever decided', async () => {
  for (const choice of ['accept', 'refuse', 'accept']) await send({ choice });
  await send({ choice: 'accept', lang: 'ms' });
  await written();
  const texts = await rowsOf(
    'SELECT language, content FROM emas_consent_texts FINAL WHERE app = {app:String} ORDER BY language',
  );
  expect(texts.map(({ language }) => language)).toEqual(['en', 'ms']);
  const receipts = await rowsOf('SELECT * FROM emas_consent_receipts WHERE app = {app:String}');
  expect(receipts).toHaveLength(4);
  expect(JSON.stringify(receipts)).not.toMatch(/127\.0\.0\.1|::1|node-superagent/);
});

it('refuses questions that mean nothing, by name', async () => {
  await expect(records.rates({ ...AROUND, to: '2026-02-30' })).rejects.toThrow(
    /"to".*a day such as 2026-11-23/s,
  );
  // A day of another zone would tell an hour apart from the rest.
  await expect(records.rates({ ...AROUND, timeZone: 'UTC' } as never)).rejects.toThrow(
    /unknown option "timeZone"/,
  );
});
