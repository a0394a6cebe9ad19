import { randomInt } from 'node:crypto';
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
const DOMAIN = /^[\da-z](?:[\da-z-]{0,61}[\da-z])?(?:\.[\da-z](?:[\da-z-]{0,61}[\da-z])?){1,8}$/i;
const PATH = /^\/[\w.~!$&'()*+,:=@%/-]{0,200}$/;
/** Anybody can plant thousands of cookies, and send a host of a hundred labels. */
const MOST_NAMES = 20;
const MOST_LABELS = 5;
const MOST_SEGMENTS = 4;
/** Of one answer: many proxies take 4 KB for its whole head. The next one clears more. */
const MOST_BYTES = 2048;
/** `Set-Cookie: ` and the end of the line. */
const LINE_BYTES = 14;

/**
 * `Set-Cookie` headers that clear cookies. A browser clears only what was set with the same domain, path and
 * partition, which it does not tell (RFC 6265bis §5.7): all are tried that can be, the likely ones with each
 * answer, and of the others as many as there is room for, each time from another one on.
 */
export function clearingCookies(req: Request, unwanted: readonly UnwantedCookie[]): string[] {
  const places = placesOf(req);
  const names = new Map(unwanted.map(({ name, cookie }) => [name, cookie]));
  const left = rotated([...names].filter(([name]) => TOKEN.test(name)))
    .slice(0, MOST_NAMES)
    .map(([name, cookie]) => ({ name, ways: waysOf(places, name, cookie) }));
  const headers: string[] = [];
  let bytes = 0;
  for (let at = 0; left.length > 0; at = (at + 1) % left.length) {
    const one = left[at];
    const way = one?.ways.next();
    if (one === undefined || way === undefined || way.done === true) {
      left.splice(at, 1);
      at -= 1;
      if (left.length === 0) break;
      continue;
    }
    const header = serialize(one.name, '', { ...way.value, maxAge: 0 });
    bytes += header.length + LINE_BYTES;
    if (bytes > MOST_BYTES) break;
    headers.push(header);
  }
  return headers;
}

/** Where a cookie of a request may have been set. */
interface Places {
  readonly secure: boolean;
  /** `undefined` for the host alone. */
  readonly domains: readonly (string | undefined)[];
  readonly paths: readonly string[];
}

function placesOf(req: Request): Places {
  // A request of HTTP/1.0 may name no host, although Express's types say otherwise.
  const host: string | undefined = req.hostname;
  return { secure: req.secure, domains: domainsOf(host ?? ''), paths: pathsOf(req.originalUrl) };
}

function* waysOf(
  { secure, domains, paths }: Places,
  name: string,
  { domain: known, path = '/' }: ServiceCookie,
): Generator<SerializeOptions, void> {
  // Browsers take these prefixes with certain attributes only, to clear them too.
  const isOfHost = /^__Host-/i.test(name);
  const owned = known?.replace(/^\./, '') ?? '';
  const likely = DOMAIN.test(owned) ? owned : undefined;
  const host = wayOf(secure, undefined, '/');
  // Scripts that measure set theirs for the whole domain, of which only browsers know where it begins.
  const wide = domains
    .slice(1)
    .slice(-2)
    .map((domain) => wayOf(secure, domain, '/'));
  const named = [wayOf(secure, likely, path)].filter((way) => !isSame(way, host));
  const first = isOfHost ? [host] : [...named, host, ...wide];
  const others = isOfHost
    ? []
    : paths.flatMap((one) => domains.map((domain) => wayOf(secure, domain, one)));
  const parted = (way: SerializeOptions): SerializeOptions => ({
    ...way,
    sameSite: 'none',
    partitioned: true,
  });
  yield* first;
  if (secure) yield parted(host);
  const rest = others.filter((way) => !first.some((one) => isSame(one, way)));
  yield* rotated(secure ? [...rest, ...rest.map(parted)] : rest);
}

/** A cookie that was set as Secure is not cleared without it. */
function wayOf(secure: boolean, domain: string | undefined, path: string): SerializeOptions {
  return {
    path,
    ...(domain === undefined ? {} : { domain }),
    ...(secure ? { secure } : {}),
  };
}

function isSame(one: SerializeOptions, other: SerializeOptions): boolean {
  return one.path === other.path && one.domain === other.domain;
}

/** From another one on each time, so that none waits for ever. */
function rotated<One>(all: readonly One[]): readonly One[] {
  const start = all.length < 2 ? 0 : randomInt(all.length);
  return [...all.slice(start), ...all.slice(0, start)];
}

/** The host itself, and each domain that a cookie of it may have been set for. */
function domainsOf(host: string): readonly (string | undefined)[] {
  if (isIP(host) !== 0) return [undefined];
  const labels = host.split('.', 100);
  const parents = labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'));
  return [undefined, ...parents.slice(-MOST_LABELS).filter((domain) => DOMAIN.test(domain))];
}

/** The paths that this request's cookies may have been set for. */
function pathsOf(address: string): readonly string[] {
  const [path = '/'] = address.split('?', 1);
  const segments = path.split('/', 2 * MOST_SEGMENTS).filter((part) => part !== '');
  const deeper = segments.slice(0, MOST_SEGMENTS).flatMap((_segment, index) => {
    const above = `/${segments.slice(0, index + 1).join('/')}`;
    return [above, `${above}/`];
  });
  // An attribute may not contain other characters of an address.
  return ['/', ...deeper].filter((one) => PATH.test(one));
}
