import type { RequestHandler } from 'express';
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
  readonly parts: readonly string[];
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
      const parts = `${basePath}${path}`.split('/');
      operations.push({ method: method.toUpperCase(), parts, handle: mark(notice) });
    }
  }
  return (method, path) => {
    const asked = path.split('/');
    // A concrete path stands before a templated one (OpenAPI 3.1, "Path Templating Matching").
    return operations
      .filter((operation) => operation.method === method && matches(operation.parts, asked))
      .toSorted((left, right) => templates(left) - templates(right))[0]?.handle;
  };
}

function matches(parts: readonly string[], asked: readonly string[]): boolean {
  const wanted =
    asked.at(-1) === '' && asked.length === parts.length + 1 ? asked.slice(0, -1) : asked;
  if (parts.length !== wanted.length) return false;
  return parts.every((part, index) =>
    isTemplate(part) ? wanted[index] !== '' : part === wanted[index],
  );
}

function isTemplate(part: string): boolean {
  return part.startsWith('{') && part.endsWith('}');
}

function templates({ parts }: Operation): number {
  return parts.filter(isTemplate).length;
}

function ownNotice(operation: Readonly<Record<string, unknown>>): Partial<DeprecationNotice> {
  const { externalDocs } = operation;
  const docs = isObject(externalDocs) ? externalDocs['url'] : undefined;
  return {
    ...textOf('since', operation['x-deprecated-since']),
    ...textOf('sunset', operation['x-sunset']),
    ...textOf('successor', operation['x-successor']),
    ...textOf('docs', docs),
  };
}

function textOf(name: string, value: unknown): Readonly<Record<string, string>> {
  return typeof value === 'string' ? { [name]: value } : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
