import type { Request } from 'express';

/**
 * The whole path, also inside a mounted router, without a slash at its end. Not `originalUrl`, which
 * may be an absolute address.
 */
export function pathOf(req: Request): string {
  const path = req.baseUrl + req.path;
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** From the question mark on; empty without one. */
export function searchOf(req: Request): string {
  const start = req.url.indexOf('?');
  return start === -1 ? '' : req.url.slice(start);
}
