import type { IncomingMessage } from 'node:http';
import parseUrl from 'parseurl';

/** Of nearly all targets the path can be read off, without what parsing leaves on the request. */
const PLAIN = /^\/[^?#\s]*(?=\?|$)/;

/**
 * The path that a request was sent to, without the query and whatever it was mounted or rewritten to since:
 * the very one that Express routes by. A target may be a whole address (RFC 9112 §3.2.2), and is one from
 * some proxies; its path counts then.
 *
 * @returns `/` for a target without a path, '' for one that Express cannot route either.
 */
export function requestPath(req: IncomingMessage & { readonly originalUrl?: string }): string {
  const [plain] = PLAIN.exec(req.originalUrl ?? req.url ?? '') ?? [];
  if (plain !== undefined) return plain;
  try {
    const parsed = parseUrl.original(req);
    return parsed === undefined ? '' : (parsed.pathname ?? '/');
  } catch {
    return '';
  }
}

/** Whether a path is a folder's own or lies within it: `/app/x` in `/app`, `/application` not. */
export function isPathBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
