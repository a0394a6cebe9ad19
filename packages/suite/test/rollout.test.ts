import { createServer } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import type { SuiteOptions } from '../src/index.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

let own: RunningSuite | undefined;

afterEach(async () => {
  await own?.end();
  own = undefined;
});

/** An app that does what strictness stops, with a session of its own. */
function site(options: SuiteOptions): { readonly app: Application; readonly run: RunningSuite } {
  const run = runningSuite(options);
  own = run;
  const app = express();
  run.emas.mount(app);
  app.use((req, _res, next) => {
    if (req.session === undefined) Object.assign(req, { session: { of: 'the app' } });
    next();
  });
  app.use(express.urlencoded({ extended: false, limit: '4mb' }));
  app.get('/', run.emas.rateLimit({ name: 'home', limit: 2 }), (req, res) => {
    res.json({ session: req.session });
  });
  app.post('/login', run.emas.loginGuard({ failureTime: false }), async (req, res) => {
    await req.emas?.login?.failed({ reason: 'wrong_password' });
    res.status(422).end();
  });
  app.post('/in', run.emas.loginGuard(), async (req, res) => {
    await req.emas?.login?.succeeded();
    res.status(204).end();
  });
  app.post('/upload', (_req, res) => void res.send('here'));
  return { app, run };
}

async function use(app: Application): Promise<number[]> {
  const statuses: number[] = [];
  const add = async (test: request.Test): Promise<void> => {
    statuses.push((await test).status);
  };
  for (let number = 0; number < 4; number += 1) await add(request(app).get('/'));
  for (let number = 0; number < 8; number += 1) {
    await add(
      request(app)
        .post('/login')
        .type('form')
        .send({ username: 'aisyah', password: `p${number}` }),
    );
  }
  await add(
    request(app)
      .post('/upload')
      .type('form')
      .send(`scan=${'x'.repeat(2_000_000)}`),
  );
  await add(request(app).post(`/upload?${'a=1&'.repeat(200)}`));
  return statuses;
}

it('in report mode nothing is blocked, and all that would be is told with its option', async () => {
  const { app, run } = site({ rollout: 'report' });
  const statuses = await use(app);
  expect(statuses).toEqual([
    ...Array.from({ length: 4 }, () => 200),
    ...Array.from({ length: 8 }, () => 422),
    200,
    200,
  ]);
  const told = run.told.filter(({ name }) => name === 'would_block');
  expect(
    [...new Set(told.map(({ fields }) => String(Reflect.get(fields, 'setting'))))].toSorted(),
  ).toEqual([
    'hardening.maxBodyBytes',
    'hardening.maxParameters',
    'loginGuard.rules',
    'rateLimit.home.limit',
  ]);
  const { headers, body } = await request(app).get('/');
  expect(body).toEqual({ session: { of: 'the app' } });
  const signIn = await request(app).post('/in').type('form').send({ username: 'aisyah' });
  expect(signIn.status).toBe(204);
  expect(signIn.headers).not.toHaveProperty('set-cookie');
  const server = app.listen(0);
  expect(server.requestTimeout).toBe(createServer().requestTimeout);
  server.close();
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('content-security-policy');
  expect(headers).toHaveProperty('content-security-policy-report-only');
});

it('without it the same is blocked: the test above asks for what is stopped', async () => {
  const { app } = site({});
  const statuses = await use(app);
  expect(new Set(statuses)).toEqual(new Set([200, 429, 422, 413, 400]));
});

it('says at the start that nothing is blocked, in production too', () => {
  const secret = 'q8Zs0yRkq7kd4r9sX2mVt6wB1nLc5hJf';
  const lines: string[] = [];
  own = runningSuite({
    rollout: 'report',
    mode: 'production',
    sessionSecret: secret,
    logKey: `${secret}2`,
    privacy: false,
    announce: (told) => lines.push(...told),
  });
  expect(lines.join('\n')).toMatch(
    /rollout {4}nothing is blocked, and the app keeps its own sessions/,
  );
});
