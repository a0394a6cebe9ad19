import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { runEmas } from './run-emas.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

/** What an account leaves in the log from a guess to the sign-out, in whatever part of the suite. */
let own: RunningSuite;
let lines: string[];

const RIGHT = 'selamat-datang';

beforeAll(async () => {
  own = runningSuite({ accessLog: { signedInOnly: true } });
  const { emas } = own;
  const app = express();
  emas.mount(app);
  app.use(express.urlencoded({ extended: false }));
  app.post('/login', emas.loginGuard({ failureTime: false }), async (req, res) => {
    const { username, password } = req.body as { username: string; password: string };
    if (password !== RIGHT) {
      await req.emas?.login?.failed({ reason: 'wrong_password' });
      res.sendStatus(422);
      return;
    }
    await req.emas?.session?.signIn(username.trim().toLowerCase());
    await req.emas?.login?.succeeded();
    res.sendStatus(200);
  });
  app.post('/logout', async (req, res) => {
    await req.emas?.session?.signOut();
    res.sendStatus(200);
  });
  app.get('/claims/:id', (_req, res) => void res.send('a claim'));
  const agent = request.agent(app);
  const send = (username: string, password: string): Promise<unknown> =>
    agent.post('/login').type('form').send({ username, password });
  await agent.get('/login');
  await agent.get('/claims/EM-2048-7731?secret=1');
  await send('Aisyah ', RIGHT);
  await agent.get('/claims/EM-2048-7731?secret=1');
  await agent.post('/logout');
  for (let number = 0; number < 14; number += 1) await send('AISYAH', `guess ${number}`);
  await send('daniel', RIGHT);
  await emas.close();
  const logs = join(own.data, 'logs');
  lines = readdirSync(logs)
    .filter((name) => /\.\d{3}\.log$/.test(name))
    .flatMap((name) => readFileSync(join(logs, name), 'utf8').trimEnd().split('\n'));
});
afterAll(() => own.end());

test('one search finds all that happened to an account, under any spelling of its name', async () => {
  for (const name of ['aisyah', ' AISYAH']) {
    const { code, out } = await runEmas(['logs', 'search', '--account', name, '--json'], {
      EMAS_DATA: own.data,
    });
    expect(code).toBe(0);
    const found = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(new Set(found)).toEqual(
      new Set([
        'authn_login_success',
        'session_renewed',
        'session_logout',
        'signed_in_request',
        'authn_login_fail',
        'authn_login_fail_max',
        'login_refused',
        'login_incident_opened',
      ]),
    );
  }
});

test('no line has another hash of the account, nor its name', async () => {
  const { out } = await runEmas(['hash', 'aisyah'], { EMAS_DATA: own.data });
  const hash = out.trim();
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  const accounts = lines
    .map((line) => (JSON.parse(line) as { data?: { account?: string } }).data?.account)
    .filter((account) => account !== undefined);
  const other = (await runEmas(['hash', 'daniel'], { EMAS_DATA: own.data })).out.trim();
  expect(new Set(accounts)).toEqual(new Set([hash, other]));
  expect(lines.join('\n')).not.toMatch(/aisyah|daniel/i);
});

test('what somebody did next is told by route, by account and by session, without path and address', async () => {
  const search = async (...words: string[]): Promise<Record<string, unknown>[]> => {
    const { out } = await runEmas(['logs', 'search', '--json', ...words], { EMAS_DATA: own.data });
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  const visited = await search('--event', 'signed_in_request', '--account', 'aisyah');
  expect(visited.map(({ data }) => Object.entries(data as object).slice(0, 2))).toEqual([
    [
      ['endpoint', 'POST /login'],
      ['status', 200],
    ],
    [
      ['endpoint', 'GET /claims/:id'],
      ['status', 200],
    ],
  ]);
  expect(JSON.stringify(visited)).not.toMatch(/7731|127\.0\.0\.1/);
  const { session } = (visited[1]?.['data'] ?? {}) as { session: string };
  const events = (await search('--session', session)).map(({ event }) => event);
  expect(new Set(events)).toEqual(
    new Set(['session_renewed', 'signed_in_request', 'session_logout']),
  );
});
