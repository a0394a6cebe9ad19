import type { RequestHandler } from 'express';
import { EmasError } from '@emas/errors';
import { noticeError } from './notice.ts';
import type { DeprecationNotice } from './notice.ts';

/** What an OpenAPI document does not say of its deprecated operations. */
export interface OpenApiDefaults extends Partial<DeprecationNotice> {
  /** Of operations without `x-deprecated-since`. */
  readonly since: string | Date;
  /** What stands before the document's paths in this app, `/api`. @default '' */
  readonly basePath?: string;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

interface Operation {
  readonly method: string;
  readonly pattern: RegExp;
  readonly templates: number;
  readonly handle: RequestHandler;
}

/**
 * Finds the operations with `deprecated: true` (OpenAPI 3.1 §4.8.10); `x-deprecated-since`, `x-sunset`,
 * `x-successor` and `externalDocs.url` say more of one.
 *
 * @returns What answers for a method and a path, `undefined` for what is not deprecated.
 * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE` where the document has no paths.
 */
export function operationMatcher(
  document: unknown,
  { basePath = '', ...defaults }: OpenApiDefaults,
  mark: (notice: DeprecationNotice) => RequestHandler,
): (method: string, path: string) => RequestHandler | undefined {
  const paths = isObject(document) ? document['paths'] : undefined;
  if (!isObject(paths)) {
    throw noticeError(
      'the OpenAPI document has no paths',
      'Give the parsed document, not its file.',
    );
  }
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      const operation = isObject(item) ? item[method] : undefined;
      if (!isObject(operation) || operation['deprecated'] !== true) continue;
      const endpoint = `${method.toUpperCase()} ${basePath}${path}`;
      const notice = { ...defaults, ...ownNotice(operation), endpoint };
      operations.push({
        method: method.toUpperCase(),
        pattern: patternOf(`${basePath}${path}`),
        templates: path.split('{').length,
        handle: markNamed(notice, mark),
      });
    }
  }
  // A concrete path stands before a templated one (OpenAPI 3.1, "Path Templating Matching").
  operations.sort((left, right) => left.templates - right.templates);
  const find = (method: string, path: string): RequestHandler | undefined =>
    operations.find((operation) => operation.method === method && operation.pattern.test(path))
      ?.handle;
  return (method, path) => {
    if (path.length > LONGEST_PATH) return undefined;
    // Express answers HEAD with the route of GET.
    return find(method, path) ?? (method === 'HEAD' ? find('GET', path) : undefined);
  };
}

/** Longer ones are nobody's address, and cost most where a segment has several templates. */
const LONGEST_PATH = 1024;

/** Matches as Express routes by default: in any case, with or without a slash at the end. */
function patternOf(path: string): RegExp {
  const source = path
    .replace(/\/$/, '')
    .split(/(\{[^{}]*\})/)
    .map((part) =>
      part.startsWith('{') ? '[^/]+?' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
    )
    .join('');
  return new RegExp(`^${source}/?$`, 'i');
}

/** Of many operations, the message says which one is wrong. */
function markNamed(
  notice: DeprecationNotice & { readonly endpoint: string },
  mark: (notice: DeprecationNotice) => RequestHandler,
): RequestHandler {
  try {
    return mark(notice);
  } catch (error) {
    if (!(error instanceof EmasError)) throw error;
    const message = `${notice.endpoint}: ${error.message}`;
    throw new EmasError('ERR_EMAS_DEPRECATION_NOTICE', message, { cause: error });
  }
}

function ownNotice(operation: Readonly<Record<string, unknown>>): Partial<DeprecationNotice> {
  const { externalDocs } = operation;
  const docs = isObject(externalDocs) ? externalDocs['url'] : undefined;
  const own = {
    since: operation['x-deprecated-since'],
    sunset: operation['x-sunset'],
    successor: operation['x-successor'],
    docs,
  };
  // YAML makes a Date of a day. What is neither that nor a text is for the notice to refuse.
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
