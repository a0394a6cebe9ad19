import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { analytics } from '@emas/analytics';
import type { Analytics } from '@emas/analytics';
import { consent, consentRecords } from '@emas/consent';
import type { Purpose } from '@emas/consent';
import { createEventBus } from '@emas/events';
import type { EventBus } from '@emas/events';
import { createLogger } from '@emas/logging';
import type { EmasLogger } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { startEngine } from '../engine/start-engine.ts';
import type { Engine } from '../engine/start-engine.ts';

/*
 * Promise 8: nothing optional is set, loaded or measured before a yes; a no is as easy; withdrawal is one
 * click. Promise 11: a changed policy is announced, and asks again. And of whoever chose no address is kept.
 */

const both = (text: string): { en: string; ms: string } => ({ en: text, ms: text });
const VISITOR = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko Firefox/140.0' };
const ADDRESS = '203.0.113.77';

function purposes(measuring: string): readonly Purpose[] {
  const provider = { name: 'e-MAS', country: 'MY', privacy: 'https://portal.example/privacy' };
  return [
    {
      id: 'figures',
      name: both('Figures'),
      description: both(measuring),
      services: [
        {
          id: 'counter',
          name: 'Counter',
          description: both('Counts.'),
          provider,
          retention: both('13 months'),
          healthData: false,
          cookies: [{ name: '_count', description: both('A number'), retention: both('1 day') }],
          script: { src: 'https://counter.example/count.js' },
        },
      ],
    },
  ];
}

let engine: Engine;
let folder: string;
let events: EventBus;
let logger: EmasLogger;
let traffic: Analytics;
let count = 0;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

beforeEach(() => {
  count += 1;
  folder = mkdtempSync(join(tmpdir(), 'emas-promise-'));
  events = createEventBus();
  const key = 'the key of the promises, for tests only';
  logger = createLogger({ app: 'promise', folder, key, console: false, events, signals: false });
  traffic = analytics({
    client: engine.client,
    app: `site${count}`,
    smallCells: 1,
    allows: (req) => req.consent?.allows('figures') ?? false,
  });
});
afterEach(async () => {
  await traffic.close();
  await logger.shutdown();
  rmSync(folder, { recursive: true });
});

/** An app that measures, sets a cookie and loads a script, and leaves what it may to the gate. */
function site(measuring = 'Counts visits.'): express.Application {
  const app = express();
  app.set('trust proxy', 'loopback');
  const policyFile = join(folder, 'policy.json');
  app.use(requestContext({ app }));
  app.use(consent({ purposes: purposes(measuring), events, policyFile }));
  app.use(traffic);
  app.get('/', (_req, res) => {
    res.cookie('_count', '1');
    const { consentForm, script } = res.locals;
    res.send(`<!doctype html>${consentForm?.({ language: 'en' })}${script?.('counter')}`);
  });
  return app;
}

const read = (app: express.Application, cookie = ''): request.Test =>
  request(app)
    .get('/')
    .set({ ...VISITOR, Cookie: cookie, 'X-Forwarded-For': ADDRESS });

/** Presses one button of the form, once. @returns The cookie that keeps the choice. */
async function press(app: express.Application, choice: string): Promise<string> {
  const { text } = await request(app).get('/emas/consent').set(VISITOR);
  const [, fingerprint = ''] = /name="fingerprint" value="([^"]*)"/.exec(text) ?? [];
  const answer = await request(app)
    .post('/emas/consent')
    .set({ ...VISITOR, 'Sec-Fetch-Site': 'same-origin', 'X-Forwarded-For': ADDRESS })
    .type('form')
    .send({ fingerprint, choice, lang: 'en' });
  return (answer.get('Set-Cookie')?.[0] ?? '').split(';', 1)[0] ?? '';
}

async function views(): Promise<number> {
  await traffic.ready;
  await traffic.flush();
  const rows = await engine.rows<{ views: string }>(
    `SELECT sum(length(keys)) AS views FROM emas_open WHERE app = 'site${count}'`,
  );
  return Number(rows[0]?.views ?? 0);
}

test('nothing optional is set, loaded or measured before a yes, nor after a no', async () => {
  const app = site();
  for (const cookie of ['', await press(app, 'refuse')]) {
    const { text, headers } = await read(app, cookie);
    expect(headers['set-cookie']).toBeUndefined();
    expect(text).not.toMatch(/<script[^>]* src="https:/);
  }
  expect(await views()).toBe(0);
});

test('after a yes it is, and after one press of a button it is not any more', async () => {
  const app = site();
  const { text, headers } = await read(app, await press(app, 'accept'));
  expect(headers['set-cookie']).toEqual(['_count=1; Path=/']);
  expect(text).toMatch(/<script[^>]* src="https:\/\/counter\.example/);
  expect(await views()).toBe(1);
  const withdrawn = await read(app, `${await press(app, 'refuse')}; _count=1`);
  expect(withdrawn.headers['set-cookie']).toContain('_count=; Max-Age=0; Path=/');
  expect(withdrawn.text).not.toMatch(/<script[^>]* src="https:/);
  expect(await views()).toBe(1);
});

test('a no is as easy as a yes: one press of a button of the same kind', async () => {
  const { text } = await read(site());
  const buttons = text.match(/<button[^>]*value="(?:accept|refuse)">/g) ?? [];
  expect(new Set(buttons.map((one) => one.replace(/accept|refuse/, ''))).size).toBe(1);
  expect(buttons).toHaveLength(2);
});

test('a policy that has changed is announced, and asks again', async () => {
  const cookie = await press(site(), 'accept');
  const announced: unknown[] = [];
  events.subscribe(({ name, fields }) => {
    if (name === 'consent_policy_announced') announced.push(fields);
  });
  const changed = site('Counts visits and how long they last.');
  expect(announced).toMatchObject([{ purposes: ['figures'], previous: expect.any(String) }]);
  const { text } = await read(changed, cookie);
  expect(text).toContain('<li>Figures (changed)</li>');
  expect(text).not.toMatch(/<script[^>]* src="https:/);
});

test('of whoever chose, neither the log nor a table has the address or the browser', async () => {
  const records = consentRecords({ client: engine.client, app: `app${count}`, events });
  const app = site();
  await press(app, 'accept');
  await press(app, 'refuse');
  await logger.shutdown();
  await records.close();
  const [file = ''] = readdirSync(folder).filter((name) => name.startsWith('consent'));
  const log = readFileSync(join(folder, file), 'utf8');
  const rows = await engine.rows(`SELECT * FROM emas_consent_receipts WHERE app = 'app${count}'`);
  expect(rows).toHaveLength(2);
  for (const text of [log, JSON.stringify(rows)]) {
    expect(text).toContain('refuse');
    expect(text).not.toMatch(/203\.0\.113|Firefox|"request"/);
  }
});
