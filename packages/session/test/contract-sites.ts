import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEventBus } from '@emas/events';
import { MemoryStore, session, Store } from '@emas/session';
import type { SessionOptions } from '@emas/session';
import express from 'express';
import type { Application, Request, RequestHandler } from 'express';
import upstream from 'express-session';
import type { SessionData } from 'express-session';
import { SECRET, Visitor } from './visitor.ts';

type Options = Partial<Pick<upstream.SessionOptions, keyof upstream.SessionOptions>>;

/** A store as apps write them: a map, with fields and methods of its own. */
export class MapStore extends Store {
  readonly #sessions = new Map<string, string>();
  readonly label = 'a map';

  override get(
    sid: string,
    callback: (error: unknown, session?: SessionData | null) => void,
  ): void {
    const text = this.#sessions.get(sid);
    setImmediate(callback, null, text === undefined ? null : JSON.parse(text));
  }

  override set(sid: string, data: SessionData, callback?: (error?: unknown) => void): void {
    this.#sessions.set(sid, JSON.stringify(data));
    if (callback !== undefined) setImmediate(callback);
  }

  override destroy(sid: string, callback?: (error?: unknown) => void): void {
    this.#sessions.delete(sid);
    if (callback !== undefined) setImmediate(callback);
  }

  empty(): void {
    this.#sessions.clear();
  }

  count(): number {
    return this.#sessions.size;
  }
}

/** Who stands in express-session's place. */
export interface Contender {
  readonly name: string;
  readonly make: (options: Options) => RequestHandler;
}

/** Its own time-outs are left away, since express-session has none. */
const ours = (options: Options): RequestHandler =>
  session({
    events: createEventBus(),
    idleTimeout: false,
    absoluteTimeout: false,
    ...(options as SessionOptions),
  });

export const CONTENDERS: readonly Contender[] = [
  { name: 'express-session', make: (options) => upstream(options as upstream.SessionOptions) },
  { name: 'ours', make: ours },
  {
    name: 'ours over MemoryStore',
    make: (options) => ours({ store: new MemoryStore(), ...options }),
  },
  {
    name: 'ours over a store of the app',
    make: (options) => ours({ store: new MapStore(), ...options }),
  },
];

/** An app that listens, with sessions by one of the contenders. */
export interface ContractSite {
  readonly url: string;
  readonly app: Application;
  visitor(as?: Readonly<Record<string, string>>): Visitor;
  /** What reached Express's error handling. */
  readonly faults: unknown[];
}

const open: (() => Promise<void>)[] = [];

/** Closes all sites of a test. */
export async function closeSites(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

const BASE: Options = { name: 'sid', secret: SECRET, resave: false, saveUninitialized: false };

export async function contractSite(
  { make }: Contender,
  options: Options,
  routes: (app: Application) => void,
  before: readonly RequestHandler[] = [],
): Promise<ContractSite> {
  const app = express();
  app.set('trust proxy', 'loopback');
  const faults: unknown[] = [];
  for (const handler of before) app.use(handler);
  app.use(make({ ...BASE, ...options }));
  routes(app);
  // Express tells error handlers by their four parameters.
  app.use((error: unknown, _req: Request, res: express.Response, _next: express.NextFunction) => {
    faults.push(error);
    if (!res.headersSent) res.status(500).json({ fault: (error as Error).message });
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  open.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url, app, faults, visitor: (as) => new Visitor(url, as) };
}

/** A session as a bag of whatever a test puts into it. */
export function bag(req: Request): Record<string, unknown> {
  return req.session as unknown as Record<string, unknown>;
}
