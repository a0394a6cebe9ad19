import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import type { SuiteOptions } from '../src/index.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

const both = (en: string, ms: string): { en: string; ms: string } => ({ en, ms });
const CONSENT: NonNullable<SuiteOptions['consent']> = {
  purposes: [
    {
      id: 'language',
      name: both('Language', 'Bahasa'),
      description: both('Keeps the language.', 'Menyimpan bahasa.'),
      services: [
        {
          id: 'language-cookie',
          name: 'Language',
          provider: { name: 'Portal', country: 'MY', privacy: 'https://portal.example/' },
          description: both('A cookie.', 'Sebuah kuki.'),
          retention: both('a year', 'setahun'),
          healthData: false,
        },
      ],
    },
  ],
};
const secret = (): string => randomBytes(32).toString('base64url');
const PRODUCTION: SuiteOptions = {
  mode: 'production',
  sessionSecret: secret(),
  logKey: secret(),
  dashboards: { authorize: () => 'marketing' },
  privacy: false,
};
const FIGURES = '/emas/dashboard/api/consent?period=today';

let engine: Engine;
let own: RunningSuite;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(async () => {
  await own.end();
  await engine.stop();
});

function appOf(options: SuiteOptions): Application {
  own = runningSuite({ clickhouse: { url: engine.url }, ...options });
  const app = express();
  own.emas.mount(app);
  app.get('/refuse', (req, res) => void res.json({ receipt: req.consent?.refuse() }));
  return app;
}

it('what a visitor decided is on the dashboard, with nothing further to do', async () => {
  const app = appOf({ consent: CONSENT });
  const page = await request(app).get('/emas/dashboard/traffic').expect(200);
  expect(page.text).toContain('"hasConsent":true');
  await request(app).get('/refuse').expect(200);
  const read = async (): Promise<object | undefined> => {
    const { body } = await request(app).get(FIGURES);
    return body.decisions === 1 ? body : undefined;
  };
  expect(await waitUntil('the decision on the dashboard', read)).toMatchObject({
    smallCells: 1,
    choices: [
      { choice: 'accept', count: 0 },
      { choice: 'refuse', count: 1, share: 1 },
      { choice: 'choose', count: 0 },
    ],
  });
});

it.each([
  ['to multiples of five in production', PRODUCTION, 5],
  ['as those of traffic are', { analytics: { smallCells: 7 } }, 7],
])('the figures are rounded %s', async (_, options, smallCells) => {
  const app = appOf({ consent: CONSENT, ...options });
  const read = async (): Promise<object | undefined> => {
    const { status, body } = await request(app).get(FIGURES);
    return status === 200 ? body : undefined;
  };
  expect(await waitUntil('the figures', read)).toMatchObject({ smallCells });
});

it('where nobody is asked for consent, nothing is shown of it', async () => {
  const app = appOf({});
  await request(app).get(FIGURES).expect(404);
  const page = await request(app).get('/emas/dashboard/traffic').expect(200);
  expect(page.text).toContain('"hasConsent":false');
});
