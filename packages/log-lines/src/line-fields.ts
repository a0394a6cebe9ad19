import type { AccessLine, OtherLine } from './access-line.ts';
import { addressOf } from './client-address.ts';
import { requestLine, requestTarget } from './request-target.ts';

/** What a field of a log may tell about a request. */
export const FIELD_NAMES = [
  'time',
  'address',
  'forwarded',
  'user',
  'request',
  'method',
  'url',
  'query',
  'status',
  'referrer',
  'agent',
  'host',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** The fields of one line, as text; those that the log does not have are absent. */
export type LineFields = { [name in FieldName]?: string };

/** How servers write that no answer was sent: nginx, AWS, CloudFront, HAProxy. */
const NO_STATUS = new Set(['-', '0', '000', '-1']);

/** Makes a request of the fields of a line. */
export function accessLineOf(
  fields: LineFields,
  readTime: (text: string) => number,
): AccessLine | OtherLine | undefined {
  const time = readTime(fields.time ?? '');
  if (Number.isNaN(time)) return undefined;
  const status = statusOf(fields.status ?? '');
  if (status === undefined) return undefined;
  const request = requestOf(fields);
  if (request === undefined || status === 0) return 'no_request';
  const { method, url, host } = request;
  return {
    time,
    address: addressOf(fields.address ?? '', told(fields.forwarded)),
    user: told(fields.user),
    method,
    url,
    status,
    referrer: told(fields.referrer),
    userAgent: fields.agent === undefined ? undefined : told(fields.agent),
    host: host || told(fields.host),
  };
}

/** 0 where no answer was sent. */
function statusOf(text: string): number | undefined {
  if (NO_STATUS.has(text)) return 0;
  return /^[1-5]\d\d$/.test(text) ? Number(text) : undefined;
}

function requestOf(fields: LineFields): Pick<AccessLine, 'method' | 'url' | 'host'> | undefined {
  const whole = fields.url === undefined ? requestLine(fields.request ?? '') : undefined;
  const method = whole?.method ?? (fields.method ?? 'GET').toUpperCase();
  const target = requestTarget(method, whole?.target ?? withQuery(fields));
  return target === undefined ? undefined : { method, ...target };
}

/** Some logs have the query in a field of its own, with or without its `?`. */
function withQuery({ url = '', query }: LineFields): string {
  const text = told(query);
  if (text === '' || url.includes('?')) return url;
  return text.startsWith('?') ? `${url}${text}` : `${url}?${text}`;
}

/** Servers write `-` where there is nothing. */
function told(text: string | undefined): string {
  return text === undefined || text === '-' ? '' : text;
}
