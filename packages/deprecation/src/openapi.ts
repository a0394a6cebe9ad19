import type { RequestHandler } from 'express';
import { EmasError } from '@emas/errors';
import { noticeError } from './notice.ts';
import type { DeprecationNotice } from './notice.ts';
import { isObject, pathItem } from './path-items.ts';

/** What an OpenAPI document does not say of its deprecated operations. */
export interface OpenApiDefaults extends Partial<DeprecationNotice> {
  /** Of operations without `x-deprecated-since`. */
  readonly since: string | Date;
  /** What stands before the document's paths in this app, `/api`. @default '' */
  readonly basePath?: string;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** An operation that a request is for. */
export interface MatchedOperation {
  /** `undefined` for one that is not deprecated: it stands before templates that would match it. */
  readonly handle: RequestHandler | undefined;
}

interface Operation extends MatchedOperation {
  readonly method: string;
  readonly pattern: RegExp;
  readonly path: string;
}

/**
 * Finds the operations with `deprecated: true` (OpenAPI 3.1 §4.8.10); `x-deprecated-since`, `x-sunset`,
 * `x-successor` and `externalDocs.url` say more of one.
 *
 * @returns The operation of a method and a path, `undefined` where the document has none.
 * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE` where the document has no paths, or a reference that cannot
 * be followed.
 */
export function operationMatcher(
  document: unknown,
  { basePath = '', ...defaults }: OpenApiDefaults,
  mark: (notice: DeprecationNotice) => RequestHandler,
): (method: string, path: string) => MatchedOperation | undefined {
  const paths = isObject(document) ? document['paths'] : undefined;
  if (!isObject(document) || !isObject(paths)) {
    throw noticeError(
      'the OpenAPI document has no paths',
      'Give the parsed document, not its file.',
    );
  }
  const operations = Object.entries(paths)
    .flatMap(([path, given]) => {
      const item = pathItem(document, path, given);
      return METHODS.flatMap((method) => {
        const operation = item[method];
        return isObject(operation)
          ? [operationOf(method, `${basePath}${path}`, { operation, defaults, mark })]
          : [];
      });
    })
    .toSorted((left, right) => byConcreteness(left.path, right.path));
  const find = (method: string, path: string): Operation | undefined =>
    operations.find((one) => one.method === method && one.pattern.test(path));
  return (method, path) => {
    if (path.length > LONGEST_PATH) return undefined;
    // Express answers HEAD with the route of GET.
    return find(method, path) ?? (method === 'HEAD' ? find('GET', path) : undefined);
  };
}

interface OperationParts {
  readonly operation: Readonly<Record<string, unknown>>;
  readonly defaults: Omit<OpenApiDefaults, 'basePath'>;
  readonly mark: (notice: DeprecationNotice) => RequestHandler;
}

function operationOf(
  method: string,
  path: string,
  { operation, defaults, mark }: OperationParts,
): Operation {
  const name = method.toUpperCase();
  const notice = { ...defaults, ...ownNotice(operation), endpoint: `${name} ${path}` };
  return {
    method: name,
    pattern: patternOf(path),
    path,
    handle: operation['deprecated'] === true ? markNamed(notice, mark) : undefined,
  };
}

/**
 * A concrete path stands before a templated one (OpenAPI 3.1, "Path Templating Matching"): the one with fewer
 * templates, then the one whose first template comes later.
 */
function byConcreteness(left: string, right: string): number {
  const templates = left.split('{').length - right.split('{').length;
  return templates === 0 ? right.indexOf('{') - left.indexOf('{') : templates;
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
