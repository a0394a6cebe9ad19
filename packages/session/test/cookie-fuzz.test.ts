import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sign } from 'cookie-signature';
import fc from 'fast-check';
import { examples } from '../../../test/runner/repetition.ts';
import { serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

/* Whatever a browser, or somebody who is none, sends as a cookie: no 5xx, no session that was not issued. */

const NAME = 'sid';

let site: SessionSite;
let port: number;
/** A session with something in it that nobody else may see. */
let issued: string;

beforeAll(async () => {
  // Without the ladder, which would withhold the session from a browser that is none.
  site = await serveSessions({ name: NAME, binding: 'off' }, (app) => {
    app.get('/secret', (req, res) => {
      res.json({ secret: Reflect.get(req.session, 'secret') ?? null, id: req.sessionID });
    });
    app.get('/keep', (req, res) => {
      Reflect.set(req.session, 'secret', 'diagnosis');
      res.json({});
    });
  });
  port = Number(new URL(site.url).port);
  const visitor = site.visitor();
  await visitor.get('/keep');
  issued = decodeURIComponent(visitor.jar.get(NAME) ?? '');
  expect((await visitor.get('/secret')).json['secret']).toBe('diagnosis');
});

afterAll(() => site.close());

interface Raw {
  readonly status: number;
  readonly body: string;
}

/** By a bare socket: a client's own checks would keep the worst of it away. */
async function send(cookie: string): Promise<Raw> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    Buffer.from(
      `GET /secret HTTP/1.1\r\nHost: localhost\r\nUser-Agent: fuzz\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      'latin1',
    ),
  );
  let text = '';
  socket.setEncoding('utf8');
  for await (const chunk of socket) text += String(chunk);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), body: text };
}

async function expectNothing(cookie: string): Promise<void> {
  const { status, body } = await send(cookie);
  // 400 and 431 are Node's own: a header that is none, or too long.
  expect([200, 400, 431]).toContain(status);
  expect(body).not.toContain('diagnosis');
}

const ODD_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', NAME];
/** Anything a header can carry, and some of what it cannot. */
const junk = fc
  .string({ unit: 'binary', maxLength: 300 })
  .map((text) => text.replaceAll(/[\r\n]/g, ' '));

test('headers of anything', async () => {
  await fc.assert(fc.asyncProperty(junk, expectNothing), examples(300));
});

test('cookies of anything, under names that objects have by themselves', async () => {
  const pair = fc.tuple(
    fc.constantFrom(...ODD_NAMES),
    fc.oneof(junk, fc.constant('s:'), fc.constant('%'), fc.constant('s:.')),
  );
  const header = fc
    .array(pair, { minLength: 1, maxLength: 20 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('; '));
  await fc.assert(fc.asyncProperty(header, expectNothing), examples(300));
});

test('a real cookie with any part of it changed', async () => {
  const changed = fc
    .record({
      at: fc.nat(issued.length - 1),
      length: fc.integer({ min: 0, max: 5 }),
      by: fc.string({ unit: 'grapheme-ascii', maxLength: 5 }),
    })
    .map(({ at, length, by }) => issued.slice(0, at) + by + issued.slice(at + length))
    .filter((value) => value !== issued);
  await fc.assert(
    fc.asyncProperty(changed, (value) => expectNothing(`${NAME}=${encodeURIComponent(value)}`)),
    examples(300),
  );
});

test('any id that is signed with another key, or by another means', async () => {
  const id = issued.slice(2, issued.lastIndexOf('.'));
  const key = fc.string({ minLength: 1, maxLength: 64 });
  await fc.assert(
    fc.asyncProperty(key, (other) =>
      expectNothing(`${NAME}=${encodeURIComponent(`s:${sign(id, other)}`)}`),
    ),
    examples(300),
  );
  for (const unsigned of [id, `s:${id}`, `s:${id}.`, `j:"${id}"`, `s:${id}.${id}`]) {
    await expectNothing(`${NAME}=${encodeURIComponent(unsigned)}`);
  }
});

test('a cookie of 12,000 characters, and fifteen hundred cookies', async () => {
  await expectNothing(`${NAME}=${'x'.repeat(12_000)}`);
  await expectNothing(Array.from({ length: 1500 }, (_, number) => `c${number}=1`).join('; '));
});

test('what was issued opens its session before and after all that', async () => {
  const { body } = await send(`${NAME}=${encodeURIComponent(issued)}`);
  expect(body).toContain('diagnosis');
});
