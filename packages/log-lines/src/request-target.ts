/** A request target, taken apart as RFC 9112 §3.2 has it. */
export interface RequestTarget {
  readonly url: string;
  /** Of the absolute form; '' for the others. */
  readonly host: string;
}

const REQUEST = /^([A-Z][A-Z-]{0,19}) (\S+)(?: HTTP\/\d(?:\.\d)?)?$/;
const ABSOLUTE = /^[a-z][a-z0-9+.-]{0,30}:\/\/([^/?#]*)([^]*)$/i;

/** Method and target of a request line (RFC 9112 §3); `undefined` for anything else. */
export function requestLine(text: string): { method: string; target: string } | undefined {
  const [, method, target] = REQUEST.exec(text) ?? [];
  return method === undefined || target === undefined ? undefined : { method, target };
}

/**
 * Path and query of a target. Proxies and old clients send the absolute form
 * (`GET https://portal.example/claims HTTP/1.1`, RFC 9112 §3.2.2), which names the same page.
 *
 * @returns `undefined` for what names nothing (`%.`).
 */
export function requestTarget(method: string, target: string): RequestTarget | undefined {
  if (target.startsWith('/')) return { url: target, host: '' };
  if (method === 'CONNECT' || (method === 'OPTIONS' && target === '*')) {
    return { url: target, host: '' };
  }
  const [, authority, path = ''] = ABSOLUTE.exec(target) ?? [];
  if (authority === undefined) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return { url: path.startsWith('/') ? path : `/${path}`, host };
}
