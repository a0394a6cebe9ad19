import type { AccessLineParser } from './access-line.ts';
import { logTime } from './log-time.ts';

/** Names that the usual JSON log formats of nginx, Caddy and Traefik give a field. */
const NAMES = {
  time: ['time_iso8601', 'time', 'timestamp', '@timestamp', 'ts', 'msec', 'StartUTC'],
  address: ['remote_addr', 'client_ip', 'address', 'ip', 'ClientHost'],
  user: ['remote_user', 'user_id', 'ClientUsername'],
  method: ['request_method', 'method', 'RequestMethod'],
  url: ['request_uri', 'uri', 'url', 'RequestPath', 'path'],
  status: ['status', 'status_code', 'DownstreamStatus'],
  referrer: ['http_referer', 'referer', 'referrer', 'request_Referer'],
  userAgent: ['http_user_agent', 'user_agent', 'userAgent', 'request_User-Agent'],
} as const;

/** One JSON object a line. */
export const jsonLine: AccessLineParser = (line) => {
  const record = parseObject(line);
  if (record === undefined) return undefined;
  const read = (names: readonly string[]): string => {
    for (const name of names) {
      const value = record[name];
      if (typeof value === 'string' || typeof value === 'number') return String(value);
    }
    return '';
  };
  const time = logTime(read(NAMES.time));
  const status = Number(read(NAMES.status));
  const [method = '', url = ''] = requestOf(read(['request']), read(NAMES.method), read(NAMES.url));
  if (Number.isNaN(time) || !(status >= 100 && status < 600) || method === '' || url === '') {
    return undefined;
  }
  return {
    time,
    status,
    method,
    url,
    address: read(NAMES.address),
    user: userOf(read(NAMES.user)),
    referrer: read(NAMES.referrer),
    userAgent: read(NAMES.userAgent),
  };
};

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** nginx may log the whole request line instead of its parts. */
function requestOf(request: string, method: string, url: string): string[] {
  if (method !== '' && url !== '') return [method, url];
  return request.split(' ', 2);
}

/** nginx and Traefik write `-` where no name was sent. */
function userOf(text: string): string {
  return text === '-' ? '' : text;
}
