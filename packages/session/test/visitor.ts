import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { session } from '@emas/session';
import type { SessionHandler, SessionOptions } from '@emas/session';
import express from 'express';
import type { Application, RequestHandler } from 'express';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
export const CHROME_ON_WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
export const CHROME_ON_ANDROID =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';

/** What a visitor got. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly setCookies: readonly string[];
  readonly text: string;
  /** The body as JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A browser as far as sessions see one: it keeps cookies, says who it is, and comes from somewhere. */
export class Visitor {
  readonly jar: Map<string, string>;
  readonly #site: string;
  readonly #as: Readonly<Record<string, string>>;

  constructor(
    site: string,
    as: Readonly<Record<string, string>> = {},
    jar = new Map<string, string>(),
  ) {
    this.#site = site;
    this.#as = { 'user-agent': FIREFOX, ...as };
    this.jar = jar;
  }

  /** The same cookies somewhere else, or with another browser. */
  as(as: Readonly<Record<string, string>>): Visitor {
    return new Visitor(this.#site, { ...this.#as, ...as }, this.jar);
  }

  from(address: string): Visitor {
    return this.as({ 'x-forwarded-for': address });
  }

  /** Somebody else with a copy of the cookies. */
  thief(as: Readonly<Record<string, string>>): Visitor {
    return new Visitor(this.#site, { 'user-agent': FIREFOX, ...as }, new Map(this.jar));
  }

  async get(path: string, init: RequestInit = {}): Promise<Answer> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...this.#as, ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(this.#site + path, { ...init, headers, redirect: 'manual' });
    const setCookies = response.headers.getSetCookie();
    for (const one of setCookies) this.#keep(one);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      setCookies,
      text,
      get json() {
        return JSON.parse(text) as Record<string, unknown>;
      },
    };
  }

  #keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';');
    const [name = '', ...value] = pair.split('=');
    const expires = attributes.find((one) => one.trim().toLowerCase().startsWith('expires='));
    const past = expires !== undefined && Date.parse(expires.split('=')[1] ?? '') <= Date.now();
    if (past) this.jar.delete(name);
    else this.jar.set(name, value.join('='));
  }
}

/** An app that listens. */
interface Site {
  readonly url: string;
  readonly app: Application;
  visitor(as?: Readonly<Record<string, string>>): Visitor;
  close(): Promise<void>;
}

/** Serves an app on a port of its own; the address a visitor comes from is believed. */
async function serve(mount: (app: Application) => void): Promise<Site> {
  const app = express();
  app.set('trust proxy', 'loopback');
  app.set('env', 'test');
  mount(app);
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    app,
    visitor: (as) => new Visitor(url, as),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const SECRET = 'a secret of more than thirty-two characters';

/** A site with sessions, and everything that it said happened. */
export interface SessionSite extends Site {
  readonly sessions: SessionHandler;
  readonly events: EmasEvent[];
  /** The names of what happened, in order, and forgets them. */
  happened(): string[];
}

/** Serves an app with sessions; `routes` is mounted behind them. */
export async function serveSessions(
  options: Partial<SessionOptions>,
  routes: (app: Application) => void = () => undefined,
  before: readonly RequestHandler[] = [],
): Promise<SessionSite> {
  const bus = createEventBus();
  const events: EmasEvent[] = [];
  bus.subscribe((event) => events.push(event));
  const sessions = session({ secret: SECRET, events: bus, ...options });
  const site = await serve((app) => {
    for (const handler of before) app.use(handler);
    app.use(sessions);
    commonRoutes(app);
    routes(app);
  });
  return {
    ...site,
    sessions,
    events,
    happened: () => events.splice(0).map((event) => event.name),
    async close() {
      await sessions.close();
      await site.close();
    },
  };
}

function commonRoutes(app: Application): void {
  app.get('/views', (req, res) => {
    const data = req.session as unknown as { views?: number } | undefined;
    if (data !== undefined) data.views = (data.views ?? 0) + 1;
    const { session: context } = req.emas ?? {};
    res.json({ views: data?.views, status: context?.status, decision: context?.decision });
  });
  app.get('/untouched', (req, res) => {
    res.json({ status: req.emas?.session?.status });
  });
  app.get('/sign-in/:account', async (req, res) => {
    await req.emas?.session?.signIn(req.params.account);
    res.json({ id: req.sessionID });
  });
  app.get('/sign-out', async (req, res) => {
    await req.emas?.session?.signOut();
    res.json({ session: req.session === undefined ? 'gone' : 'there' });
  });
}
