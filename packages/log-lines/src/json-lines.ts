import type { AccessLineReader, AccessLogFormat, AccessLogOptions } from './access-line.ts';
import { accessLineOf, FIELD_NAMES } from './line-fields.ts';
import type { FieldName, LineFields } from './line-fields.ts';
import { accessTimeReader } from './log-time.ts';

/**
 * Where a JSON object has a field: its own name, or a path through nested objects, `client.ip`. Of several, the
 * first that is there counts.
 */
export type JsonPaths = { readonly [name in FieldName]?: readonly string[] };

/** Of nginx, Caddy, Traefik, ECS, pino-http, Google Cloud and Cloudflare, in this order where it matters. */
const KNOWN_PATHS: JsonPaths = {
  time: [
    'time_iso8601',
    'StartUTC',
    '@timestamp',
    'EdgeStartTimestamp',
    'timestamp',
    'time',
    'ts',
    'msec',
    'time_local',
  ],
  address: [
    'remote_addr',
    'request.client_ip',
    'request.remote_ip',
    'ClientHost',
    'client.ip',
    'source.ip',
    'client.address',
    'httpRequest.remoteIp',
    'ClientIP',
    'req.remoteAddress',
    'client_ip',
    'remote_ip',
    'address',
    'ip',
  ],
  forwarded: ['http_x_forwarded_for', 'x_forwarded_for', 'req.headers.x-forwarded-for'],
  user: ['remote_user', 'user_id', 'ClientUsername', 'user.name'],
  request: ['request'],
  method: [
    'request_method',
    'request.method',
    'RequestMethod',
    'http.request.method',
    'httpRequest.requestMethod',
    'ClientRequestMethod',
    'req.method',
    'method',
  ],
  url: [
    'request_uri',
    'request.uri',
    'RequestPath',
    'url.original',
    'url.path',
    'httpRequest.requestUrl',
    'ClientRequestURI',
    'req.url',
    'uri',
    'url',
    'path',
  ],
  query: ['args', 'query_string', 'url.query'],
  status: [
    'status',
    'DownstreamStatus',
    'http.response.status_code',
    'httpRequest.status',
    'EdgeResponseStatus',
    'res.statusCode',
    'status_code',
  ],
  referrer: [
    'http_referer',
    'http_referrer',
    'request.headers.Referer',
    'request_Referer',
    'http.request.referrer',
    'httpRequest.referer',
    'ClientRequestReferer',
    'req.headers.referer',
    'referer',
    'referrer',
  ],
  agent: [
    'http_user_agent',
    'request.headers.User-Agent',
    'request_User-Agent',
    'user_agent.original',
    'httpRequest.userAgent',
    'ClientRequestUserAgent',
    'req.headers.user-agent',
    'user_agent',
    'userAgent',
  ],
  host: [
    'http_host',
    'request.host',
    'RequestHost',
    'url.domain',
    'ClientRequestHost',
    'req.headers.host',
    'host',
    'server_name',
    'vhost',
  ],
};

/** One JSON object a line, by the names that the usual servers and collectors give the fields. */
export function jsonFormat(options: AccessLogOptions = {}): AccessLogFormat {
  return { name: 'json', open: () => jsonReader(KNOWN_PATHS, options) };
}

/** One JSON object a line, by names of its own. */
export function mappedJsonFormat(
  paths: JsonPaths,
  options: AccessLogOptions = {},
): AccessLogFormat {
  return { name: 'JSON by its fields', open: () => jsonReader(paths, options) };
}

function jsonReader(paths: JsonPaths, { timeZone = 'UTC' }: AccessLogOptions): AccessLineReader {
  const readTime = accessTimeReader(timeZone);
  // A server may leave out what was not sent: that the log has agents shows in other lines.
  let hasAgents = false;
  return (line) => {
    if (line === '') return 'comment';
    const record = parseObject(line);
    if (record === undefined) return undefined;
    const fields = fieldsOf(record, paths);
    // Apps write what else happens into the same log.
    if (fields.url === undefined && fields.request === undefined) return 'comment';
    if (fields.agent !== undefined) hasAgents = true;
    else if (hasAgents) fields.agent = '';
    return accessLineOf(fields, readTime);
  };
}

function fieldsOf(record: object, paths: JsonPaths): LineFields {
  const fields: LineFields = {};
  for (const name of FIELD_NAMES) {
    for (const path of paths[name] ?? []) {
      const text = textAt(record, path);
      if (text === undefined) continue;
      fields[name] = text;
      break;
    }
  }
  return fields;
}

function parseObject(line: string): object | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Names hold dots themselves in flat logs, so the whole path is looked for first. */
function textAt(record: object, path: string): string | undefined {
  const whole = textOf(own(record, path));
  if (whole !== undefined || !path.includes('.')) return whole;
  let value: unknown = record;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = own(value, name);
  }
  return textOf(value);
}

function own(record: object, name: string): unknown {
  return Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined;
}

/** Caddy writes headers as lists. */
function textOf(value: unknown): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one;
  return typeof one === 'number' ? String(one) : undefined;
}
