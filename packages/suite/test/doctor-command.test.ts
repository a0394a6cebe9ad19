import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { hardening } from '@emas/hardening';
import type { Weakness } from '@emas/hardening/internal';
import { session } from '@emas/session';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { RequestHandler } from 'express';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(...handlers: RequestHandler[]): Promise<string> {
  const app = express();
  app.use(requestContext({ app }), ...handlers);
  app.get('/', (_req, res) => void res.send('<h1>Welcome</h1>'));
  const server = createServer(app);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const doctor = (...words: string[]): Promise<Ended> => runEmas(['doctor', ...words]);

const found = async (...handlers: RequestHandler[]): Promise<Record<string, string>> => {
  const { out } = await doctor(await serve(...handlers), '--json');
  const all = JSON.parse(out) as Weakness[];
  return Object.fromEntries(all.map(({ what, severity }) => [what, severity]));
};

const policy =
  (text: string): RequestHandler =>
  (_req, res, next) => {
    res.setHeader('Content-Security-Policy', text);
    next();
  };

describe('emas doctor', () => {
  it('finds nothing in an app that mounts hardening() and session()', async () => {
    const sessions = session({ secret: 's'.repeat(32), app: 'doctor' });
    const { code, out } = await doctor(await serve(hardening(), sessions), '--fail-on', 'low');
    expect(out).toMatch(/nothing is weaker than the defaults\.\n$/);
    expect(code).toBe(0);
    await sessions.close();
  });

  it('says of a bare app what is missing, why it matters and what mends it', async () => {
    const { out, code } = await doctor(await serve(), '--fail-on', 'high');
    expect(code).toBe(1);
    expect(out).toMatch(/^high {4}Content-Security-Policy: none\n {8}Text that somebody gets/);
    expect(out).toMatch(/low {5}X-Powered-By: Express\n/);
    expect(out).toMatch(/\d weaknesses\n$/);
  });

  it.each<[string, string, string]>([
    ['inline scripts', "default-src 'self'; script-src 'self' 'unsafe-inline'", 'script-src'],
    ['eval', "script-src 'nonce-abc' 'unsafe-eval'", 'script-src'],
    ['scripts from anywhere', 'script-src https:', 'script-src'],
    ['no word of scripts', "img-src 'self'", 'script-src'],
    ['no base', "default-src 'none'", 'base-uri'],
    ['plug-ins', "default-src 'self'", 'object-src'],
  ])('finds a policy with %s', async (_name, text, what) => {
    expect(await found(policy(text))).toHaveProperty(what);
  });

  it('finds a nonce that is the same twice', async () => {
    const same = policy("script-src 'nonce-c2FtZQ==' 'strict-dynamic'; object-src 'none'");
    expect(await found(same)).toMatchObject({ nonce: 'high' });
  });

  it('finds a policy that only reports, with what is not sent until it holds, and a cookie that scripts read', async () => {
    const cookie: RequestHandler = (_req, res, next) => {
      res.setHeader('Set-Cookie', 'sid=1; Path=/');
      next();
    };
    const { out } = await doctor(await serve(hardening({ mode: 'report' }), cookie), '--json');
    const all = JSON.parse(out) as Weakness[];
    expect(all.map(({ what }) => what)).toEqual([
      'Content-Security-Policy',
      'X-Content-Type-Options',
      'cookie sid',
      'Referrer-Policy',
      'Cross-Origin-Opener-Policy',
      'Cross-Origin-Resource-Policy',
      'Permissions-Policy',
      'cookie sid',
    ]);
    const unsent = all.filter(({ found: value }) => value === 'none');
    expect(unsent.map(({ fix }) => fix)).toEqual(
      unsent.map(() => "Set hardening({ mode: 'enforce' }): until then it is not sent."),
    );
  });

  it.each<[string, string, RegExp, number]>([
    ['nothing that listens', 'http://127.0.0.1:1', /does not answer.*Start the app/s, 3],
    ['something that is no URL', 'localhost', /A URL, please/, 2],
  ])('says so of %s', async (_name, url, message, ends) => {
    const { code, err } = await doctor(url);
    expect(code).toBe(ends);
    expect(err).toMatch(message);
  });
});
