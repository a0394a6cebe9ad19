import type { Request } from 'express';

/** Routes of regular expressions can be long, and a mounted path may hold what visitors wrote. */
const LONGEST = 200;

/** Where a request was as it met a middleware: Express forgets that where no route answers. */
export interface MetAt {
  readonly baseUrl: string;
  readonly params: readonly unknown[];
}

/** To be asked before the request goes on to its route. */
export function metAt(req: Request): MetAt {
  return { baseUrl: req.baseUrl, params: valuesOf(req) };
}

/**
 * Method and route as the app wrote them, never the address that was asked for: that one has ids of
 * people in it, and there is no end of them. Where no route was met, all below that middleware's router.
 */
export function endpointOf(req: Request, met: MetAt): string {
  const own = routeOf(req);
  const asked = own === undefined ? withoutValues(met.baseUrl, met.params) : mountOf(req, met);
  // Routes answer in any case, unless the app says otherwise: `/API` is no endpoint of its own.
  const mount = req.app.enabled('case sensitive routing') ? asked : asked.toLowerCase();
  const path = own === '/' && mount !== '' ? mount : `${mount}${own ?? '/*'}`;
  // Express answers HEAD with the route of GET: they go together.
  const method = req.method === 'HEAD' ? 'GET' : req.method;
  return `${method} ${path}`.slice(0, LONGEST);
}

/** A route is a text, a regular expression, or a list of those. */
function routeOf(req: Request): string | undefined {
  const route: unknown = req.route;
  const path: unknown =
    typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
  if (path === undefined) return undefined;
  const parts: readonly unknown[] = Array.isArray(path) ? path : [path];
  return parts
    .map((part) => (part instanceof RegExp ? part.source : typeof part === 'string' ? part : '*'))
    .join('|');
}

function mountOf(req: Request, met: MetAt): string {
  const { baseUrl }: { baseUrl?: string | undefined } = req;
  return withoutValues(baseUrl ?? met.baseUrl, [...met.params, ...valuesOf(req)]);
}

/** Parameters of a mount path are not told by Express, only what they matched. */
function withoutValues(path: string, values: readonly unknown[]): string {
  return path
    .split('/')
    .map((part) =>
      part !== '' && (values.includes(decoded(part)) || looksLikeId(part)) ? ':id' : part,
    )
    .join('/');
}

const VERSION = /^v?\d{1,3}(?:\.\d{1,3}){0,2}$/i;
const DAY = /^\d{4}-\d\d(?:-\d\d)?$/;

/** A router without `mergeParams` does not tell its mount's parameters: better a vague name than a person's. */
function looksLikeId(part: string): boolean {
  if (VERSION.test(part) || DAY.test(part)) return false;
  return /[%@]/.test(part) || part.length > 40 || (part.match(/\d/g)?.length ?? 0) >= 4;
}

function valuesOf(req: Request): unknown[] {
  // Where no route was met, there are none.
  const { params }: { params?: Partial<Record<string, unknown>> | undefined } = req;
  return Object.values(params ?? {}).flat();
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not well-formed: then it is no parameter's value either.
    return part;
  }
}
