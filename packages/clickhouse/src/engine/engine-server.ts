import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmasError } from '@emas/errors';
import { bringsKey } from './access-key.ts';
import { ClickHouseException } from './clickhouse-exception.ts';
import { openEngine } from './open-engine.ts';
import { writeEngineProcess } from './engine-process.ts';
import { socketIn } from './engine-socket.ts';
import { Holders } from './holders.ts';
import { answer, sendException } from './http-interface.ts';

/** Options of `serveEngine()`. */
export interface EngineServerOptions {
  /** Folder of the data. */
  readonly folder: string;
  /** Also listens by TCP, for those who bring the key: Grafana, say. */
  readonly tcp?: { readonly host: string; readonly port: number; readonly key: string };
  /** Called when the last process that held it has left. */
  readonly onUnheld: () => void;
}

/** An engine that answers. */
export interface EngineServer {
  /** Processes that hold it. */
  readonly holders: number;
  /** Where it listens by TCP. */
  readonly port: number | undefined;
  /** Ends it: what was asked is answered first. */
  close(): Promise<void>;
}

type Respond = (req: IncomingMessage, res: ServerResponse) => void;

/** Statements that run as it ends. */
const LAST_ANSWERS_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;

/**
 * Opens a folder and answers ClickHouse's HTTP interface on a socket in it, which only this user may reach.
 *
 * @returns `undefined` where another engine answers there already.
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_LOCKED` where something else has the folder open,
 * `ERR_EMAS_CLICKHOUSE_FOLDER` where it cannot be opened or takes no socket.
 */
export async function serveEngine(options: EngineServerOptions): Promise<EngineServer | undefined> {
  const { folder, tcp, onUnheld } = options;
  const engine = await openEngine(folder);
  if (engine === undefined) return undefined;
  writeEngineProcess(folder);
  const holders = new Holders(onUnheld);
  const answers = new Set<ServerResponse>();
  const respond: Respond = (req, res) => {
    answers.add(res);
    res.once('close', () => answers.delete(res));
    if (req.url === '/ping') res.end('Ok.\n');
    else void answer(engine, req, res);
  };
  const socket = createServer(respond);
  socket.on('upgrade', (_req, held) => holders.take(held));
  const servers = [await listen(socket, { path: socketIn(folder) }, folder)];
  if (tcp !== undefined) {
    const { host, port, key } = tcp;
    servers.push(await listen(keyedServer(respond, key), { host, port }, folder));
  }
  return {
    get holders() {
      return holders.count;
    },
    port: portOf(servers[1]),
    async close() {
      for (const server of servers) server.close();
      const last = [...answers].map(async (res) => once(res, 'close'));
      await Promise.race([Promise.all(last), sleep(LAST_ANSWERS_MS, undefined, { ref: false })]);
      engine.close();
    },
  };
}

function keyedServer(respond: Respond, key: string): Server {
  const wrong = new ClickHouseException(516, 'AUTHENTICATION_FAILED', 'The key is wrong');
  return createServer((req, res) => {
    if (req.url === '/ping' || bringsKey(req, key)) respond(req, res);
    else sendException(res, wrong);
  });
}

async function listen(server: Server, where: ListenOptions, folder: string): Promise<Server> {
  // Statements take their time; a client bounds what it waits for.
  server.requestTimeout = 0;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // The holder of the folder has its socket: one that lies there was left by a process that died.
  if (where.path !== undefined) rmSync(where.path, { force: true });
  try {
    server.listen(where);
    await once(server, 'listening');
    return server;
  } catch (cause) {
    const place = where.path === undefined ? `port ${where.port}` : `a socket in ${folder}`;
    throw new EmasError('ERR_EMAS_CLICKHOUSE_FOLDER', `The engine cannot listen on ${place}.`, {
      cause,
      help:
        where.path === undefined
          ? 'Another program uses that port: choose another one.'
          : 'Use a folder on a disk of this machine: some shared folders do not support sockets.',
    });
  }
}

function portOf(server: Server | undefined): number | undefined {
  const address: string | AddressInfo | null | undefined = server?.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}
