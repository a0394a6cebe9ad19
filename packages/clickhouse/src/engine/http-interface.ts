import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, gzip, inflate } from 'node:zlib';
import { errorCode } from '@emas/errors';
import {
  ClickHouseException,
  exceptionOf,
  notImplemented,
  statusOf,
} from './clickhouse-exception.ts';
import type { Engine } from './engine.ts';
import { readStatement, urlParameters } from './statement.ts';
import type { Statement } from './statement.ts';

/** Bytes of a request's body, unpacked: more than one text of V8 can hold is of no use. */
const LARGEST_BODY = 256 * 1024 * 1024;

type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;
const UNPACK: ReadonlyMap<string, Unpack> = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);
const pack = promisify(gzip);

/** What comes with each answer: clients take it for ClickHouse's own by these. */
const COMMON = {
  'X-ClickHouse-Server-Display-Name': 'emas-engine',
  'X-ClickHouse-Timezone': process.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/**
 * Answers statements as ClickHouse's HTTP interface does
 * (https://clickhouse.com/docs/interfaces/http), so that its clients, `curl` and Grafana can ask.
 */
export async function answer(
  engine: Engine,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  let statement: Statement | undefined;
  try {
    statement = await readStatement({
      method: req.method ?? 'GET',
      inUrl: urlParameters(req.url),
      headers: req.headers,
      body: await bodyOf(req),
    });
    await answerStatement(engine, statement, req, res);
  } catch (error) {
    sendException(res, exceptionOf(error), statement?.queryId);
  }
}

async function answerStatement(
  engine: Engine,
  statement: Statement,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const began = process.hrtime.bigint();
  const result = await engine.run(statement, clientGone(res));
  const bytes = result.bytes();
  const isPacked = statement.mayCompress && /\bgzip\b/.test(String(req.headers['accept-encoding']));
  const format = formatOf(statement);
  res.writeHead(200, {
    ...COMMON,
    'Content-Type': TYPES[format] ?? 'text/plain; charset=UTF-8',
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Query-Id': statement.queryId,
    'X-ClickHouse-Summary': JSON.stringify({
      read_rows: String(result.rowsRead),
      read_bytes: String(result.bytesRead),
      elapsed_ns: String(process.hrtime.bigint() - began),
    }),
    ...(isPacked ? { 'Content-Encoding': 'gzip' } : {}),
  });
  res.end(isPacked ? await pack(bytes) : bytes);
}

/** Aborts when the client goes before it has its answer. */
function clientGone(res: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (res.destroyed) gone.abort();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** @throws ClickHouseException where it is too large, or packed in a way that is not known. */
async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > LARGEST_BODY) throw tooLarge();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const coding = req.headers['content-encoding'] ?? 'identity';
  if (coding === 'identity') return body;
  const unpack = UNPACK.get(coding);
  if (unpack === undefined) throw notImplemented(`content coding ${JSON.stringify(coding)}`);
  try {
    return await unpack(body, { maxOutputLength: LARGEST_BODY });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new ClickHouseException(354, 'ZLIB_INFLATE_FAILED', 'The body is not what it says');
  }
}

function tooLarge(): ClickHouseException {
  return new ClickHouseException(223, 'QUERY_IS_TOO_LARGE', 'The body is over 256 MiB');
}

export function sendException(
  res: ServerResponse,
  exception: ClickHouseException,
  queryId?: string,
): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const { number, type, message } = exception;
  res.writeHead(statusOf(exception), {
    ...COMMON,
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Exception-Code': number,
    ...(queryId === undefined ? {} : { 'X-ClickHouse-Query-Id': queryId }),
    // The rest of a body that was too large is not read.
    ...(number === 223 ? { Connection: 'close' } : {}),
  });
  res.end(`Code: ${number}. DB::Exception: ${message}. (${type}) (version chDB)\n`);
}

function formatOf({ query, format }: Statement): string {
  return /\bFORMAT\s+(\w{1,64})\s*;?\s*$/i.exec(query.slice(-200))?.[1] ?? format;
}

const TYPES: Readonly<Record<string, string>> = {
  CSV: 'text/csv; charset=UTF-8; header=absent',
  CSVWithNames: 'text/csv; charset=UTF-8; header=present',
  JSON: 'application/json; charset=UTF-8',
  JSONCompact: 'application/json; charset=UTF-8',
  JSONCompactEachRow: 'application/x-ndjson; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  Native: 'application/octet-stream',
  Parquet: 'application/octet-stream',
  RowBinary: 'application/octet-stream',
  TabSeparated: 'text/tab-separated-values; charset=UTF-8',
  TabSeparatedWithNames: 'text/tab-separated-values; charset=UTF-8',
};
