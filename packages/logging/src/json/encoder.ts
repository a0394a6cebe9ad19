import { types } from 'node:util';
import type { DataLayer } from '../app-line.ts';
import { MASK } from '../redaction/redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { jsonText } from './json-text.ts';
import { KnownKeys, NAMES } from './known-keys.ts';
import { firstOf, isIterable, isKeyed, kindOf, unboxed } from './object-kinds.ts';
import { isError, propertyOf, unreadable } from '../thrown.ts';

/** How much of a value is written. What lies beyond is said in its place. */
export interface EncodingLimits {
  /** Objects inside of objects. */
  readonly depth: number;
  /** Keys of one object, items of one list. */
  readonly entries: number;
  /** Characters of one text. */
  readonly text: number;
  /** Characters of a whole line, about. */
  readonly line: number;
}

/** Writes any value as JSON on one line: nothing that is logged makes it throw, hang or leak a secret. */
export class Encoder {
  readonly #redactor: Redactor;
  readonly #limits: EncodingLimits;
  readonly #keys: KnownKeys;
  readonly #open: object[] = [];
  #left = 0;

  constructor(redactor: Redactor, limits: EncodingLimits) {
    this.#redactor = redactor;
    this.#keys = new KnownKeys(redactor);
    this.#limits = limits;
  }

  /** Any value. */
  value(value: unknown): string {
    this.#begin();
    return this.#value(value) ?? 'null';
  }

  /** Several objects as one; `''` where there is nothing to write. */
  merged(layers: readonly DataLayer[]): string {
    this.#begin();
    const parts = layers
      .map((layer, at) => this.#layer(layer, layers.slice(at + 1)))
      .filter((part) => part !== '');
    return parts.length === 0 ? '' : `{${parts.join(',')}}`;
  }

  /** A text from outside: redacted, cut, escaped. */
  text(text: string): string {
    const redacted = this.redacted(text);
    this.#left -= redacted.length;
    return jsonText(redacted);
  }

  /** A text without the secrets in it, and cut. */
  redacted(text: string): string {
    const { text: most } = this.#limits;
    if (text.length <= most) return this.#redactor.text(text);
    // Half a secret at the end would not be known for one: a piece more is searched than is written.
    const beginning = this.#redactor.text(text.slice(0, most + SEARCHED_BEYOND));
    const searched = text.length <= most + SEARCHED_BEYOND ? 0 : SEARCHED_BEYOND;
    const kept = Math.min(most, Math.max(0, beginning.length - searched));
    return `${beginning.slice(0, kept)}… (${text.length} characters)`;
  }

  #begin(): void {
    if (this.#open.length > 0) this.#open.length = 0;
    this.#left = this.#limits.line;
  }

  /** @param later What its keys give way to. */
  #layer({ values, except }: DataLayer, later: readonly DataLayer[]): string {
    this.#open.push(values);
    try {
      const entries = this.#entries(
        values,
        (key) => except?.has(key) === true || later.some((layer) => hasKey(layer.values, key)),
      );
      const isShown = entries !== '' || kindOf(values) === undefined;
      return isShown ? entries : `"value":${this.#object(values)}`;
    } catch (error) {
      return `"…":${this.text(unreadable(error))}`;
    } finally {
      this.#open.pop();
    }
  }

  /** @returns `undefined` for what JSON leaves out. */
  #value(value: unknown): string | undefined {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        return this.#number(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'object':
        return value === null ? 'null' : this.#guarded(value);
      case 'bigint':
        return this.text(value.toString());
      case 'symbol':
        return this.text(value.toString());
      case 'function':
        return this.text(`[function ${nameOf(value)}]`);
      default:
        return undefined;
    }
  }

  #number(value: number): string {
    if (!Number.isFinite(value)) return `"${value}"`;
    // Card and identity numbers have 12 digits or more.
    return value < 1e11 ? String(value) : this.#longNumber(value);
  }

  #longNumber(value: number): string {
    const text = String(value);
    const redacted = this.#redactor.text(text);
    return redacted === text ? text : jsonText(redacted);
  }

  /** Proxies, getters and `toJSON` are other people's code: what they throw is told in their place. */
  #guarded(value: object): string {
    if (this.#open.includes(value)) return '"[circular]"';
    if (this.#open.length >= this.#limits.depth) return '"[too deep]"';
    if (this.#left <= 0) return '"[too long]"';
    this.#open.push(value);
    try {
      return this.#object(value);
    } catch (error) {
      return this.text(unreadable(error));
    } finally {
      this.#open.pop();
    }
  }

  #object(value: object): string {
    if (Array.isArray(value)) return this.#list(value);
    // Nearly every object: none of the questions below has to be asked of it.
    if (Object.getPrototypeOf(value) === Object.prototype) return this.#plain(value);
    if (isError(value)) return this.#error(value);
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
      return `"[${value.byteLength} bytes]"`;
    }
    return this.#collection(value) ?? this.#plain(value);
  }

  #collection(value: object): string | undefined {
    if (value instanceof Map) return this.#pairs(value);
    if (value instanceof Set) return this.#items(value);
    if (value instanceof RegExp) return this.text(String(value));
    const plain = unboxed(value);
    return plain === value ? undefined : this.#value(plain);
  }

  #plain(value: object): string {
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      const json: unknown = value.toJSON();
      return (json === value ? undefined : this.#value(json)) ?? 'null';
    }
    const entries = this.#entries(value);
    return entries === '' ? this.#hidden(value) : `{${entries}}`;
  }

  /** What keeps what it holds to itself, and shows it to those who go through it, or to nobody. */
  #hidden(value: object): string {
    if (isIterable(value)) return isKeyed(value) ? this.#pairs(value) : this.#items(value);
    const kind = kindOf(value);
    return kind === undefined ? '{}' : this.text(`[${kind}]`);
  }

  #items(iterable: Iterable<unknown>): string {
    const { items, hasMore } = firstOf(iterable, this.#limits.entries);
    return `[${this.#written(items)}${hasMore ? `,"… (${sizeOf(iterable)} items)"` : ''}]`;
  }

  #list(items: readonly unknown[]): string {
    const { entries } = this.#limits;
    if (items.length <= entries) return `[${this.#written(items)}]`;
    return `[${this.#written(items.slice(0, entries))},"… (${items.length} items)"]`;
  }

  #written(items: readonly unknown[]): string {
    let text = '';
    for (let index = 0; index < items.length; index += 1) {
      const item = this.#isHiddenItem(items, index) ? `"${MASK}"` : this.#value(items[index]);
      text += index === 0 ? (item ?? 'null') : `,${item ?? 'null'}`;
    }
    return text;
  }

  /** `['--password', 'x']`, and of pairs in a list `['cookie', 'x']`. */
  #isHiddenItem(items: readonly unknown[], index: number): boolean {
    const name = items[index - 1];
    if (typeof name !== 'string' || typeof items[index] !== 'string') return false;
    const isPair = index === 1 && items.length === 2 && Array.isArray(this.#open.at(-2));
    return (isPair || name.startsWith('--')) && this.#keys.isSecretName(name);
  }

  /** What has a key several times is a list there. */
  #pairs(pairs: Iterable<unknown>): string {
    const { items, hasMore } = firstOf(pairs, this.#limits.entries);
    const byKey = new Map<string, unknown[]>();
    for (const pair of items) {
      const [key, value]: readonly unknown[] = Array.isArray(pair) ? pair : [pair];
      const name = typeof key === 'string' ? key : `[${typeof key}]`;
      const values = byKey.get(name);
      if (values === undefined) byKey.set(name, [value]);
      else values.push(value);
    }
    const written = [...byKey]
      .map(([key, values]) => this.#entry(key, values.length === 1 ? values[0] : values))
      .filter((text) => text !== '');
    if (hasMore) written.push(`"…":"${sizeOf(pairs)} keys"`);
    return `{${written.join(',')}}`;
  }

  #error(error: object): string {
    // Most of them are not enumerable, or stand on the prototype.
    const told = Object.fromEntries(ERROR_PARTS.map((key) => [key, read(error, key)]));
    const rest = this.#entries(error, (key) => key in told);
    return `{${[this.#entries(told), rest].filter(Boolean).join(',')}}`;
  }

  #entries(value: object, isLeftOut?: (key: string) => boolean): string {
    const keys = Object.keys(value);
    const { entries } = this.#limits;
    let text = '';
    for (let index = 0; index < keys.length && index < entries; index += 1) {
      const key = keys[index] ?? '';
      if (isLeftOut?.(key) === true) continue;
      const entry = this.#entry(key, read(value, key), value);
      if (entry !== '') text += text === '' ? entry : `,${entry}`;
    }
    if (keys.length > entries) text += `,"…":"${keys.length} keys"`;
    return text;
  }

  /** @param owner The object that the key is of, where it is one. */
  #entry(key: string, value: unknown, owner?: object): string {
    const { json, isSecret, isValue, isRawHeaders } = this.#keys.of(key);
    if (value !== undefined && value !== null) {
      if (isSecret || (isValue && this.#isNamedSecret(owner))) return `${json}"${MASK}"`;
      if (isRawHeaders && Array.isArray(value)) return json + this.#rawHeaders(value);
    }
    const text = this.#value(value);
    return text === undefined ? '' : json + text;
  }

  #isNamedSecret(owner: object | undefined): boolean {
    return owner !== undefined && NAMES.some((key) => this.#keys.isSecretName(read(owner, key)));
  }

  #rawHeaders(headers: readonly unknown[]): string {
    const written = headers.map((item, index) =>
      index % 2 === 1 && this.#keys.isSecretName(headers[index - 1]) ? MASK : item,
    );
    return this.#value(written) ?? '[]';
  }
}

const ERROR_PARTS = ['name', 'message', 'code', 'stack', 'cause', 'errors'];
/** The longest token is shorter. */
const SEARCHED_BEYOND = 8192;

function read(value: object, key: string): unknown {
  return propertyOf(value, key, unreadable);
}

function hasKey(value: object, key: string): boolean {
  try {
    return Object.hasOwn(value, key);
  } catch {
    // A proxy that does not tell: what was before stays.
    return false;
  }
}

function nameOf(value: object): string {
  const name = read(value, 'name');
  return typeof name === 'string' ? name : '';
}

/** How many there are, where it says so. */
function sizeOf(collection: object): string {
  const size = read(collection, 'size');
  return typeof size === 'number' ? String(size) : 'more';
}
