import { isIP } from 'node:net';
import { serialize } from 'cookie';
import type { SerializeOptions } from 'cookie';
import type { Request } from 'express';
import type { ServiceCookie } from '../registry/purpose.ts';

/** A cookie that a browser sent, and what is known of it. */
export interface UnwantedCookie {
  readonly name: string;
  readonly cookie: ServiceCookie;
}

/** RFC 9110 §5.6.2: what else anybody may plant, no `Set-Cookie` can name. */
const TOKEN = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,256}$/;
const DOMAIN = /^[\da-z][\da-z-]{0,62}(?:\.[\da-z][\da-z-]{0,62})+$/i;
const MOST_SEGMENTS = 4;
/** Of one answer: proxies refuse larger heads. The next one clears what is left. */
const MOST_BYTES = 4096;

/**
 * `Set-Cookie` headers that clear cookies. A browser clears only what was set with the same domain, path and
 * partition, which it does not tell (RFC 6265bis §5.7): all are tried that can be, the likely ones first.
 */
export function clearingCookies(req: Request, unwanted: readonly UnwantedCookie[]): string[] {
  const names = new Map(unwanted.map(({ name, cookie }) => [name, cookie]));
  const places = [...names]
    .filter(([name]) => TOKEN.test(name))
    .map(([name, cookie]) => ({ name, ways: waysOf(req, name, cookie) }));
  const longest = Math.max(0, ...places.map(({ ways }) => ways.length));
  const headers: string[] = [];
  let bytes = 0;
  for (let turn = 0; turn < longest; turn += 1) {
    for (const { name, ways } of places) {
      const way = ways[turn];
      if (way === undefined) continue;
      const header = serialize(name, '', { ...way, maxAge: 0 });
      bytes += header.length;
      if (bytes > MOST_BYTES) return headers;
      headers.push(header);
    }
  }
  return headers;
}

function waysOf(req: Request, name: string, cookie: ServiceCookie): readonly SerializeOptions[] {
  const { secure } = req;
  // Browsers take these prefixes with certain attributes only, to clear them too.
  const isOfHost = /^__Host-/i.test(name);
  const domains = isOfHost ? [undefined] : domainsOf(req.hostname, cookie.domain);
  const paths = isOfHost ? ['/'] : pathsOf(req, cookie.path);
  const plain = paths.flatMap((path) =>
    domains.map((domain) => ({
      path,
      ...(domain === undefined ? {} : { domain }),
      // A cookie that was set as Secure is not cleared without it.
      ...(secure ? { secure } : {}),
    })),
  );
  if (!secure) return plain;
  const partitioned = plain.map(
    (way) => ({ ...way, sameSite: 'none', partitioned: true }) as const,
  );
  return [...plain, ...partitioned];
}

/** The host itself, and each domain that a cookie of it may have been set for. */
function domainsOf(host: string, named: string | undefined): readonly (string | undefined)[] {
  const labels = isIP(host) === 0 ? host.split('.') : [];
  const parents = labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'));
  const all = named === undefined ? parents : [named.replace(/^\./, ''), ...parents];
  const able = [...new Set(all.filter((domain) => DOMAIN.test(domain)))];
  return named === undefined
    ? [undefined, ...able]
    : [...able.slice(0, 1), undefined, ...able.slice(1)];
}

/** The paths that this request's cookies may have been set for. */
function pathsOf(req: Request, named: string | undefined): readonly string[] {
  const [path = '/'] = req.originalUrl.split('?', 1);
  const segments = path
    .split('/')
    .filter((part) => part !== '')
    .slice(0, MOST_SEGMENTS);
  const deeper = segments.flatMap((_segment, index) => {
    const above = `/${segments.slice(0, index + 1).join('/')}`;
    return [above, `${above}/`];
  });
  const all = [...(named === undefined ? [] : [named]), '/', ...deeper];
  // Whatever else stands in an address, no attribute may have.
  return [...new Set(all.filter((one) => /^\/[\w.~!$&'()*+,:=@%/-]*$/.test(one)))];
}
