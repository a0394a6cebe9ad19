import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An insert as it arrives. */
export interface Insert {
  readonly table: string;
  readonly token: string;
  /** A row each. */
  readonly lines: readonly string[];
}

/** What is answered instead of the truth. */
export type Fault =
  /** ClickHouse's own error. */
  | { readonly code: number }
  /** Something else answers in its place. */
  | { readonly status: number; readonly html: string }
  /** The rows are taken, and the answer is lost. */
  | 'lost';

/** Stands in for ClickHouse, as far as a writer of batches sees it, and keeps its own count. */
export interface CountingEngine {
  readonly url: string;
  /** Decides about each insert; `undefined` takes it. */
  fault: ((insert: Insert) => Fault | undefined) | undefined;
  /** All that arrived, those that were refused or seen before included. */
  readonly inserts: readonly Insert[];
  /** How often each row of a table was counted, by what stands in `id`. */
  counts(table: string): ReadonlyMap<number, number>;
  /** Rows that were counted, and how often the one was that was counted most. */
  counted(table: string): { readonly rows: number; readonly most: number };
  stop(): Promise<void>;
}

/** Takes the same token once, as ClickHouse does. */
export async function startCountingEngine(): Promise<CountingEngine> {
  const inserts: Insert[] = [];
  const tokens = new Set<string>();
  const counts = new Map<string, Map<number, number>>();
  const countsOf = (table: string): Map<number, number> => {
    const known = counts.get(table) ?? new Map<number, number>();
    counts.set(table, known);
    return known;
  };
  const count = ({ table, token, lines }: Insert): void => {
    if (tokens.has(`${table} ${token}`)) return;
    tokens.add(`${table} ${token}`);
    const rows = countsOf(table);
    for (const line of lines) {
      const { id } = JSON.parse(line) as { id: number };
      rows.set(id, (rows.get(id) ?? 0) + 1);
    }
  };
  const server = createServer((req, res) => {
    void answer(req, res);
  });
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const insert = insertOf(req.url ?? '', await textOf(req));
    if (insert === undefined) {
      res.end();
      return;
    }
    inserts.push(insert);
    const fault = engine.fault?.(insert);
    if (fault === undefined || fault === 'lost') count(insert);
    if (fault === 'lost') res.destroy();
    else if (fault === undefined) asClickHouse(res).end();
    else if ('html' in fault)
      res.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.html);
    else {
      asClickHouse(res).setHeader('X-ClickHouse-Exception-Code', fault.code);
      res.statusCode = 500;
      res.end(`Code: ${fault.code}. DB::Exception: Stood in for. (STAND_IN) (version 26.7)\n`);
    }
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const engine: CountingEngine = {
    url: `http://127.0.0.1:${port}`,
    fault: undefined,
    inserts,
    counts: countsOf,
    counted(table) {
      const all = [...countsOf(table).values()];
      return { rows: all.length, most: Math.max(0, ...all) };
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return engine;
}

function asClickHouse(res: ServerResponse): ServerResponse {
  res.setHeader('X-ClickHouse-Query-Id', 'stand-in');
  res.setHeader('X-ClickHouse-Summary', '{}');
  return res;
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function insertOf(path: string, rows: string): Insert | undefined {
  const { searchParams } = new URL(path, 'http://engine');
  const query = searchParams.get('query') ?? '';
  const [, table] = /^INSERT INTO (\w+) FORMAT JSONEachRow$/.exec(query) ?? [];
  if (table === undefined) return undefined;
  return {
    table,
    token: searchParams.get('insert_deduplication_token') ?? '',
    lines: rows.split('\n'),
  };
}
