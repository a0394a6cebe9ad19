import { noticeError } from './notice.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** References that lead to references; a document has two or three in a row. */
const MOST_REFERENCES = 16;

/**
 * The path item of an OpenAPI document, wherever it stands there: `$ref` is followed, also where it leads to
 * another one. What stands beside `$ref` goes before what it refers to.
 *
 * @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE` for a reference that leads nowhere, out of the document, or
 * in a circle.
 */
export function pathItem(document: JsonObject, path: string, given: unknown): JsonObject {
  let item = isObject(given) ? given : {};
  for (let followed = 0; item['$ref'] !== undefined; followed += 1) {
    const { $ref: reference, ...own } = item;
    if (followed >= MOST_REFERENCES) {
      throw wrong(path, reference, 'is circular', 'Make it refer to a path item.');
    }
    const found = resolved(document, reference);
    if (!isObject(found)) {
      throw typeof reference === 'string' && reference.startsWith('#')
        ? wrong(path, reference, 'leads nowhere', 'Name a path item of this document.')
        : wrong(path, reference, 'leads out of the document', 'Bundle the document into one.');
    }
    item = { ...found, ...own };
  }
  return item;
}

/** By its JSON pointer (RFC 6901), in a fragment of a URL. */
function resolved(document: JsonObject, reference: unknown): unknown {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let at: unknown = document;
  for (const part of reference.slice('#/'.length).split('/')) {
    const key = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not well-formed: taken as it is written.
    return part;
  }
}

function wrong(path: string, reference: unknown, what: string, help: string): Error {
  return noticeError(
    `the OpenAPI document's $ref ${JSON.stringify(reference)} of ${path} ${what}`,
    help,
  );
}

/** Whether a value of the document has members. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
