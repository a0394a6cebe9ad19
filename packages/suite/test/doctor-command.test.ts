import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EventBus } from '@emas/events';
import { createLogger } from '@emas/logging';
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

const weaknessesIn = (out: string): readonly Weakness[] =>
  (JSON.parse(out) as { page: { weaknesses: Weakness[] } }).page.weaknesses;

const found = async (...handlers: RequestHandler[]): Promise<Record<string, string>> => {
  const { out } = await doctor(await serve(...handlers), '--json');
  const all = weaknessesIn(out);
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

  it('says of a bare app what is missing, why it matters and what fixes it', async () => {
    const { out, code } = await doctor(await serve(), '--fail-on', 'high');
    expect(code).toBe(1);
    expect(out).toMatch(/^high {4}Content-Security-Policy: none\n {8}Injected text runs/);
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
    const all = weaknessesIn(out);
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
      unsent.map(
        () =>
          "Set hardening({ mode: 'enforce' }), or in the suite rollout: 'enforce': until then it is not sent.",
      ),
    );
  });

  const page = (html: string, ...handlers: RequestHandler[]): Promise<string> =>
    serve(...handlers, (_req, res) => {
      const nonce: unknown = res.locals['nonce'];
      res.send(html.replaceAll('NONCE', typeof nonce === 'string' ? nonce : ''));
    });

  it('lists what of the markup does not run, with the hash that lets it', async () => {
    const html = [
      '<!doctype html>',
      '<script>hello()</script>',
      '<script nonce="NONCE">mine()</script>',
      '<script src="/a.js"></script>',
      '<style>a { color: red }</style>',
      '<p style="color: red" onclick="go()">text <a href="javascript:go()">go</a></p>',
      '<script type="application/json">{}</script>',
    ].join('\n');
    const { out } = await doctor(await page(html, hardening()));
    expect(out).toContain('line    2  script without the nonce: hello()');
    expect(out).toContain('line    4  script without the nonce: /a.js');
    expect(out).toContain('line    5  style without the nonce: a { color: red }');
    expect(out).toContain('line    6  code in an attribute: onclick="go()"');
    expect(out).toContain('line    6  styles in an attribute: style="color: red"');
    expect(out).toContain('line    6  code in a URL: href="javascript:go()"');
    expect(out).not.toContain('mine()');
    const hash = createHash('sha256').update('hello()').digest('base64');
    expect(out).toContain(`hardening.needs.scripts: [\n    "'sha256-${hash}'",`);
    expect(out).not.toContain('application/json');
  });

  it('is content with a page whose hashes the policy has', async () => {
    const hash = `'sha256-${createHash('sha256').update('hello()').digest('base64')}'`;
    const html = '<!doctype html><script>hello()</script>';
    const strict = hardening({ needs: { scripts: [hash] } });
    const { out } = await doctor(await page(html, strict), '--json');
    expect(JSON.parse(out)).toMatchObject({ page: { blocked: [] } });
  });

  it.each<[string, string, RegExp, number]>([
    ['nothing that listens', 'http://127.0.0.1:1', /does not answer.*Start the app/s, 3],
    ['something that is no URL', 'localhost', /Expected a URL/, 2],
  ])('says so of %s', async (_name, url, message, ends) => {
    const { code, err } = await doctor(url);
    expect(code).toBe(ends);
    expect(err).toMatch(message);
  });
});

describe('emas doctor without a page', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'emas-doctor-'));
  });
  afterEach(() => rmSync(data, { recursive: true }));

  /** What the log of an app says in which this happened. */
  async function logged(happen: (events: EventBus) => void, ...words: string[]): Promise<Ended> {
    const events = createEventBus();
    const logger = createLogger({
      app: 'clinic',
      version: '1.0.0',
      folder: join(data, 'logs'),
      console: false,
      events,
    });
    happen(events);
    await logger.shutdown();
    return runEmas(['doctor', ...words], { EMAS_DATA: data });
  }

  const violation = (fields: object): object => ({
    directive: 'img-src',
    blocked: 'https://cdn.example',
    page: 'https://clinic.example/',
    source: '',
    disposition: 'report',
    ...fields,
  });

  const tooLong = (events: EventBus, path: string): void =>
    events.emit('would_block', {
      setting: 'hardening.maxBodyBytes',
      allows: '1,048,576',
      path,
      source_network: '203.0.113.9',
    });

  it('names each path whose bodies are longer, as the option takes them, and no end of made-up ones', async () => {
    const { out } = await logged((events) => {
      for (const path of ['/claims', '/scans', '/scans']) tooLong(events, path);
      for (let made = 0; made < 15; made += 1) tooLong(events, `/made-up/${made}`);
    }, '--json');
    const { blocked } = (JSON.parse(out) as { log: { blocked: readonly object[] } }).log;
    expect(blocked).toContainEqual(expect.objectContaining({ where: '/claims', count: 1 }));
    expect(blocked).toContainEqual(expect.objectContaining({ where: '/scans', count: 2 }));
    expect(blocked).toContainEqual(expect.objectContaining({ count: 7, elsewhere: 6 }));
    expect(blocked).toHaveLength(11);
  });

  it('lists what would be blocked, with the option that allows it, and what was', async () => {
    const { out, code } = await logged((events) => {
      const emit = (fields: object): void =>
        events.emit('csp_violation', violation(fields) as never);
      emit({});
      emit({});
      emit({ page: 'https://clinic.example/map' });
      emit({ directive: 'script-src-elem', blocked: 'inline' });
      emit({ directive: 'script-src-attr', blocked: 'inline' });
      emit({ directive: 'font-src', blocked: 'data' });
      emit({ directive: 'media-src', blocked: 'http://127.0.0.1:3001' });
      emit({ directive: 'frame-src', blocked: 'http://cdn.example' });
      emit({ directive: 'connect-src', blocked: 'https://api.example', disposition: 'enforce' });
      tooLong(events, '/claims');
    });
    expect(code).toBe(0);
    const [would = '', was = ''] = out.split('Was blocked:');
    expect(would).toMatch(
      /3 {2}img-src https:\/\/cdn\.example +hardening\.needs\.images: \["https:\/\/cdn\.example"\] +\/ and 1 more/,
    );
    expect(would).toMatch(
      /script-src-elem inline +the nonce, or hardening\.needs\.scripts with its hash/,
    );
    expect(would).toMatch(/script-src-attr inline +move it from the attribute into a file/);
    expect(would).toMatch(/font-src data +hardening\.needs\.fonts: \["data:"\]/);
    // The policy takes plain HTTP from this machine alone.
    expect(would).toMatch(/3001 +hardening\.needs\.media: \["http:\/\/127\.0\.0\.1:3001"\]/);
    expect(would).toMatch(/http:\/\/cdn\.example +no option allows it/);
    expect(would).toMatch(/more than 1,048,576 +hardening\.maxBodyBytes +\/claims/);
    expect(was).toMatch(/connect-src https:\/\/api\.example/);
    expect(would).not.toContain('api.example');
  });

  it('says so where nothing was, and never for a folder that it did not read', async () => {
    const { out } = await logged(() => undefined);
    expect(out).toMatch(/logs: no log line reports anything that was or would be blocked\.\n$/);
    const elsewhere = await runEmas(['doctor', '--logs', join(data, 'none')]);
    expect(elsewhere).toMatchObject({ code: 3, err: expect.stringContaining('does not exist') });
    const nowhere = await runEmas(['doctor']);
    expect(nowhere.code).not.toBe(0);
  });

  it('lists no directive that a made-up report names as an option', async () => {
    const { out } = await logged((events) => {
      const report = violation({ directive: '__proto__', blocked: 'https://evil.example' });
      events.emit('csp_violation', report as never);
      const code = violation({ blocked: 'https://evil.example"]; x: ["' });
      events.emit('csp_violation', code as never);
    });
    expect(out).not.toContain('images: [');
    expect(out).toMatch(/__proto__ https:\/\/evil\.example +no option allows it/);
    expect(out).toContain('anybody can forge one: allow only what you recognise');
  });
});
