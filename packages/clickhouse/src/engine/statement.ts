import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ClickHouseException, notImplemented } from './clickhouse-exception.ts';
import { refuseSeveral } from './single-statement.ts';

/** One statement, as ClickHouse's HTTP interface takes it: the query, its data, and what goes with it. */
export interface Statement {
  readonly queryId: string;
  readonly query: string;
  /** Rows of an INSERT, or the rest of a query whose beginning is in the URL. */
  readonly data: Buffer | undefined;
  /** Of the answer, where the query says none. */
  readonly format: string;
  readonly database: string | undefined;
  readonly settings: readonly Pair[];
  /** Whether it may change anything but settings. */
  readonly mayChange: boolean;
  /** Whether it only reads: when nobody wants the answer any more, it may be ended. */
  readonly isRead: boolean;
  /** Values of `{name:Type}`, by name. */
  readonly parameters: readonly Pair[];
  /** Whether the answer may be packed. */
  readonly mayCompress: boolean;
}

type Pair = readonly [name: string, value: string];

/** What a request brought. */
export interface Asked {
  readonly method: string;
  readonly inUrl: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Parameters of HTTP, not of the engine; what the interface here does of its own accord. */
const OF_HTTP: ReadonlySet<string> = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'user',
  'password',
  'quota_key',
  'buffer_size',
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'cancel_http_readonly_queries_on_client_close',
  'enable_http_compression',
  'add_http_cors_header',
]);
const PARAMETER = 'param_';
/** Bytes of a form: it holds parameters, not rows. */
const LARGEST_FORM = 16 * 1024 * 1024;
const NOT_HERE: ReadonlyMap<string, string> = new Map([
  ['session_id', 'sessions: send what belongs together in one statement'],
  ['role', 'roles'],
  ['compress', 'blocks compressed by ClickHouse: use HTTP compression'],
  ['decompress', 'blocks compressed by ClickHouse: use HTTP compression'],
]);
/** What anything but a POST may ask, as at a server. */
const READS = /^\s*(?:\(\s*)*(?:SELECT|WITH|SHOW|DESC(?:RIBE)?|EXPLAIN|EXISTS)\b/i;
/** The engine writes it even in a session that only reads. */
const WRITES_A_FILE = /\bINTO\s+OUTFILE\b/i;

/** The parameters in a request's URL. `new URL()` would throw on some that anybody can send. */
export function urlParameters(url = ''): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
}

/** @throws ClickHouseException on what the interface does not have. */
export async function readStatement(asked: Asked): Promise<Statement> {
  const fields = await fieldsOf(asked);
  refuseMissing(fields);
  const { query, data } = queryOf(asked, fields);
  if (query.trim() === '') throw new ClickHouseException(62, 'SYNTAX_ERROR', 'Empty query');
  refuseSeveral(query, data);
  const mayChange = asked.method === 'POST';
  const isRead = READS.test(query) && !WRITES_A_FILE.test(query);
  if (!mayChange && !isRead) {
    throw new ClickHouseException(164, 'READONLY', 'Only a POST may change something');
  }
  return {
    queryId: queryIdOf(fields),
    query,
    data,
    format: fields.get('default_format') ?? header(asked, 'x-clickhouse-format') ?? 'TabSeparated',
    database: fields.get('database') ?? header(asked, 'x-clickhouse-database'),
    settings: [...fields].filter(([name]) => isSetting(name)),
    mayChange,
    isRead,
    parameters: [...fields]
      .filter(([name]) => name.startsWith(PARAMETER))
      .map(([name, value]) => [name.slice(PARAMETER.length), value]),
    mayCompress: fields.get('enable_http_compression') === '1',
  };
}

/** @throws ClickHouseException on what would be taken for something that it is not, were it left unsaid. */
function refuseMissing(fields: URLSearchParams): void {
  for (const [name, what] of NOT_HERE) {
    const value = fields.get(name) ?? '';
    if (value !== '' && value !== '0') throw notImplemented(what);
  }
}

/** The answer has it in a header. */
function queryIdOf(fields: URLSearchParams): string {
  const id = fields.get('query_id') ?? randomUUID();
  if (/^[ -~]{1,256}$/.test(id)) return id;
  throw new ClickHouseException(36, 'BAD_ARGUMENTS', 'A query_id is up to 256 characters of ASCII');
}

function isSetting(name: string): boolean {
  const isOther = OF_HTTP.has(name) || NOT_HERE.has(name) || name.startsWith('http_');
  return !isOther && !name.startsWith(PARAMETER);
}

/** Those of the URL; and those of a form, by which clients send parameters that are long. */
async function fieldsOf({ inUrl, headers, body }: Asked): Promise<URLSearchParams> {
  const fields = new URLSearchParams(inUrl);
  if (!isForm(headers)) return fields;
  if (body.length > LARGEST_FORM) {
    throw new ClickHouseException(223, 'QUERY_IS_TOO_LARGE', 'The form is over 16 MiB');
  }
  const type = headers['content-type'] ?? '';
  const form = await new Response(Uint8Array.from(body), {
    headers: { 'content-type': type },
  }).formData();
  for (const [name, value] of form) {
    if (typeof value !== 'string') throw notImplemented('external tables');
    fields.append(name, value);
  }
  return fields;
}

function queryOf(
  asked: Asked,
  fields: URLSearchParams,
): { readonly query: string; readonly data: Buffer | undefined } {
  const { headers, body } = asked;
  const inUrl = fields.get('query');
  if (inUrl === null) return cutInsert(body);
  return { query: inUrl, data: isForm(headers) || body.length === 0 ? undefined : body };
}

/** An INSERT up to the line on which its rows begin. */
const INSERT_HEAD =
  /^\s*INSERT\s+INTO\b(?:(?!\bSELECT\b|\bVALUES\b)[^])*?\bFORMAT\s+\w+[ \t]*\r?\n/i;
const LONGEST_HEAD = 64 * 1024;

/** Rows that follow an INSERT in one body may be bytes, which are no text. */
function cutInsert(body: Buffer): { readonly query: string; readonly data: Buffer | undefined } {
  // A byte is a character of Latin-1, so that lengths are the same.
  const [head] = INSERT_HEAD.exec(body.toString('latin1', 0, LONGEST_HEAD)) ?? [];
  if (head === undefined || head.length === body.length) {
    return { query: body.toString(), data: undefined };
  }
  return { query: body.toString('utf8', 0, head.length), data: body.subarray(head.length) };
}

function isForm(headers: IncomingHttpHeaders): boolean {
  return headers['content-type']?.startsWith('multipart/form-data') === true;
}

function header({ headers }: Asked, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
