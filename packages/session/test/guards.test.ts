import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { requireConfirmed, requireSession, session } from '@emas/session';
import type { SessionOptions } from '@emas/session';
import express from 'express';
import type { Application, ErrorRequestHandler } from 'express';
import expressSession from 'express-session';
import { askTarget } from '../../../test/requests/ask-target.ts';
import { SECRET } from './visitor.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

async function portOf(app: Application): Promise<number> {
  const refuse: ErrorRequestHandler = (error: { code?: string }, _req, res, _next) => {
    res.status(500).send(error.code);
  };
  app.use(refuse);
  server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function withSessions(options: Partial<SessionOptions> = {}): Application {
  const app = express();
  app.use(session({ secret: SECRET, events: createEventBus(), ...options }));
  return app;
}

function guarded(app: Application): Application {
  app.get('/me', (req, res) => void res.json({ session: typeof req.session }));
  app.get('/need', requireSession(), (_req, res) => void res.send('in'));
  app.get('/pay', requireConfirmed(), (_req, res) => void res.send('in'));
  return app;
}

test.each(['', 'http://portal.example', 'HTTP://PORTAL.EXAMPLE:8443'])(
  'a session is there for a target that begins with "%s", and the guards let it in',
  async (origin) => {
    const port = await portOf(guarded(withSessions()));
    const { text, headers } = await askTarget(`${origin}/me`, { port });
    expect(JSON.parse(text)).toEqual({ session: 'object' });
    expect(headers['set-cookie']).toHaveLength(1);
    expect((await askTarget(`${origin}/need`, { port })).status).toBe(200);
    expect((await askTarget(`${origin}/pay`, { port })).status).toBe(200);
  },
);

const BEFORE: Readonly<Record<string, () => Application>> = {
  'nothing is mounted': () => express(),
  'the cookie is for other paths': () => withSessions({ cookie: { path: '/app' } }),
  'the path only begins like the cookie': () => withSessions({ cookie: { path: '/pa' } }),
  'another session came first': () => {
    const app = express();
    const options = { secret: SECRET, resave: false, saveUninitialized: true };
    app.use(expressSession(options), session({ secret: SECRET, events: createEventBus() }));
    return app;
  },
};

test.each(Object.keys(BEFORE))('guards let nobody in where %s', async (name) => {
  const port = await portOf(guarded(BEFORE[name]?.() ?? express()));
  for (const target of ['/need', '/pay', 'http://portal.example/pay']) {
    const { status, text } = await askTarget(target, { port });
    expect({ target, status, text }).toEqual({
      target,
      status: 500,
      text: 'ERR_EMAS_SESSION_MISSING',
    });
  }
});

it('goes by the path of a cookie as browsers do', async () => {
  const app = withSessions({ cookie: { path: '/app' } });
  app.use((req, res) => void res.json({ session: typeof req.session }));
  const port = await portOf(app);
  const kindAt = async (target: string): Promise<unknown> =>
    JSON.parse((await askTarget(target, { port })).text);
  expect(await kindAt('/app')).toEqual({ session: 'object' });
  expect(await kindAt('/app/claims?x=1')).toEqual({ session: 'object' });
  expect(await kindAt('http://portal.example/app/claims')).toEqual({ session: 'object' });
  expect(await kindAt('/application')).toEqual({ session: 'undefined' });
  expect(await kindAt('/?/app')).toEqual({ session: 'undefined' });
});
