import {
  IncomingMessage,
  ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http';
import { Socket } from 'node:net';
import type { Header } from './static-headers.ts';

type KeptHeader = [name: string, value: number | string | readonly string[]];

/** As Node.js keeps the headers of a response until they are sent: by their names in lower case. */
class KeptHeaders {
  [key: string]: KeptHeader;
}
// A header may have any name, that of a method as well.
Object.setPrototypeOf(KeptHeaders.prototype, null);
Reflect.deleteProperty(KeptHeaders.prototype, 'constructor');

/**
 * Headers that are put on a response together. One by one, Node.js looks at each name and value anew, which for a
 * dozen that are always the same costs as much as sending a small answer. They can be read, changed and removed like
 * any others.
 */
export class HeaderBlock {
  readonly #headers: readonly NamedHeader[];
  readonly #last: Omit<NamedHeader, 'value'>;

  /**
   * @param headers The same for each response.
   * @param last Name of one more, which is not.
   * @param example A value of that: all that it may have are made of the same characters.
   * @throws TypeError of Node.js, on what a header must not have: it is looked for here and not again.
   */
  constructor(headers: readonly Header[], last: string, example: string) {
    for (const [name, value] of [...headers, [last, example] as const]) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    this.#headers = headers.map(([name, value]) => ({ key: name.toLowerCase(), name, value }));
    this.#last = { key: last.toLowerCase(), name: last };
  }

  /** @param lastValue Of the one that is not the same for each response. */
  putOn(res: ServerResponse, lastValue: string): void {
    // Responses of HTTP/2, and what stands in for one in a test, keep theirs elsewhere.
    if (KEPT_AT === undefined || !(KEPT_AT in res) || res.headersSent) {
      for (const { name, value } of this.#headers) res.setHeader(name, value);
      res.setHeader(this.#last.name, lastValue);
      return;
    }
    const kept = new KeptHeaders();
    // Arrays of its own: Node.js adds to them where a header is appended to.
    for (const { key, name, value } of this.#headers) kept[key] = [name, value];
    kept[this.#last.key] = [this.#last.name, lastValue];
    const before: unknown = Reflect.get(res, KEPT_AT);
    if (isKept(before)) addTo(kept, before);
    Reflect.set(res, KEPT_AT, kept);
  }
}

interface NamedHeader {
  /** In lower case. */
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

function addTo(kept: KeptHeaders, before: KeptHeaders): void {
  for (const [key, header] of Object.entries(before)) kept[key] ??= header;
}

function isKept(value: unknown): value is KeptHeaders {
  return typeof value === 'object' && value !== null;
}

/** Where this version of Node.js keeps them; `undefined` if it does so in another way than those that we know. */
const KEPT_AT = findKeptHeaders();

function findKeptHeaders(): symbol | undefined {
  const given = responseOfNobody();
  given.setHeader('X-Given', 'a');
  const symbol = Object.getOwnPropertySymbols(given).find(
    ({ description }) => description === 'kOutHeaders',
  );
  if (symbol === undefined) return undefined;
  const made = responseOfNobody();
  const kept = new KeptHeaders();
  kept['x-given'] = ['X-Given', 'a'];
  Reflect.set(made, symbol, kept);
  return stateOf(made) === stateOf(given) ? symbol : undefined;
}

function stateOf(res: ServerResponse): string {
  return JSON.stringify([res.getHeaders(), res.getHeaderNames(), res.hasHeader('constructor')]);
}

function responseOfNobody(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()));
}
