import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loginGuard } from '@emas/login-guard';
import type { LoginGuard, LoginGuardOptions } from '@emas/login-guard';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application, RequestHandler } from 'express';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** Who signs in from where. */
export interface Sender {
  readonly from?: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, in place of name and password. */
  readonly body?: object;
  /** The same, as a text. */
  readonly json?: string;
  /** @default '/login' */
  readonly path?: string;
}

interface LoginAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly location: string | null;
}

export interface GuardSite {
  readonly app: Application;
  readonly guard: LoginGuard;
  readonly events: EmasEvent[];
  readonly url: string;
  /** Milliseconds since 1970, as the guard sees them. */
  readonly clock: { now: number };
  /** Attempts that reached the handler. */
  reached(): number;
  try(sender?: Sender): Promise<LoginAnswer>;
  /** So many attempts, one after the other: their statuses. */
  statuses(count: number, sender?: Sender | ((number: number) => Sender)): Promise<number[]>;
  /** Names of what happened, and forgets them. */
  happened(): string[];
  close(): Promise<void>;
}

export const PASSWORD = 'selamat-datang';
const MEMBERS = new Set(['aisyah', 'daniel', 'mei', 'arun']);

/** What an app does that says itself what became of each attempt. */
const plainHandler: RequestHandler = async (req, res) => {
  const { username, password } = req.body as { username?: string; password?: string };
  const known = MEMBERS.has(String(username).trim().toLowerCase());
  if (known && password === PASSWORD) {
    await req.emas?.login?.succeeded();
    res.redirect(303, '/account');
    return;
  }
  const reason = known ? 'wrong_password' : 'unknown_account';
  const next = await req.emas?.login?.failed({ reason });
  res.status(422).json({ next });
};

/** An app with a guarded login, and a clock that stands unless it is moved. */
export async function guardSite(
  options: LoginGuardOptions = {},
  handlers: readonly RequestHandler[] = [plainHandler],
  mount: (app: Application) => void = () => undefined,
): Promise<GuardSite> {
  const bus = createEventBus();
  const events: EmasEvent[] = [];
  bus.subscribe((event) => events.push(event));
  const clock = { now: Date.parse('2026-11-23T01:00:00Z') };
  const guard = loginGuard({ events: bus, failureTime: false, now: () => clock.now, ...options });
  let reached = 0;
  let tries = 0;
  const app = express();
  app.set('trust proxy', 'loopback');
  app.set('env', 'test');
  app.use(requestContext({ app }));
  app.use(express.urlencoded({ extended: false }), express.json());
  mount(app);
  app.post('/login', guard, (_req, _res, next) => {
    reached += 1;
    next();
  });
  app.post('/login', ...handlers);
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const send = async (sender: Sender = {}): Promise<LoginAnswer> => {
    tries += 1;
    const { from = '203.0.113.9', username = 'aisyah', headers } = sender;
    // Each guess is another one, unless told otherwise.
    const { password = `wrong-${tries}` } = sender;
    const json = sender.json ?? (sender.body && JSON.stringify(sender.body));
    const response = await fetch(`http://127.0.0.1:${port}${sender.path ?? '/login'}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'user-agent': FIREFOX,
        'x-forwarded-for': from,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: json ?? new URLSearchParams({ username, password }),
    });
    const text = await response.text();
    const location = response.headers.get('location');
    return { status: response.status, headers: response.headers, text, location };
  };
  return {
    app,
    guard,
    events,
    url: `http://127.0.0.1:${port}`,
    clock,
    reached: () => reached,
    try: send,
    async statuses(count, sender = {}) {
      const all: number[] = [];
      for (let number = 0; number < count; number += 1) {
        const { status } = await send(typeof sender === 'function' ? sender(number) : sender);
        all.push(status);
      }
      return all;
    },
    happened: () => events.splice(0).map(({ name }) => name),
    async close() {
      await guard.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
