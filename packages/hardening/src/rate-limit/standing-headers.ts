import type { Response } from 'express';
import type { Standing } from './window-store.ts';

/** A limit as its headers have it. */
interface NamedLimit {
  readonly name: string;
  readonly limit: number;
  /** Milliseconds. */
  readonly window: number;
}

/**
 * Tells a client how it stands (draft-ietf-httpapi-ratelimit-headers-08), beside what other limits of the same
 * request tell; and when to come again, where it is refused.
 */
export function tellStanding(
  res: Response,
  { name, limit, window }: NamedLimit,
  { isAllowed, remaining, resetIn }: Standing,
): void {
  // An answer that was begun, such as a stream that an earlier limit let through, keeps the headers that it has.
  if (res.headersSent) return;
  const seconds = Math.ceil(resetIn / 1000);
  add(res, 'RateLimit', `"${name}"; r=${remaining}; t=${seconds}`);
  add(res, 'RateLimit-Policy', `"${name}"; q=${limit}; w=${Math.ceil(window / 1000)}`);
  if (!isAllowed) res.setHeader('Retry-After', String(seconds));
}

function add(res: Response, header: string, value: string): void {
  const before = res.getHeader(header);
  if (before === undefined) res.setHeader(header, value);
  else res.setHeader(header, [before, value].flat().map(String));
}
