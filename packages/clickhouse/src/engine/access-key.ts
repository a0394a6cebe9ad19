import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { urlParameters } from './statement.ts';

/**
 * Whether a request that came by TCP brings the key, in one of the ways of ClickHouse's clients: Basic
 * authentication, `X-ClickHouse-Key`, or `password` in the URL. The user's name does not matter.
 */
export function bringsKey(req: IncomingMessage, key: string): boolean {
  const { authorization } = req.headers;
  const header = req.headers['x-clickhouse-key'];
  const given =
    passwordOf(authorization) ??
    (typeof header === 'string' ? header : undefined) ??
    urlParameters(req.url).get('password') ??
    '';
  return timingSafeEqual(digest(given), digest(key));
}

function passwordOf(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{1,4096})$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

/** Of one length, for any input. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
