import { types } from 'node:util';
import { MASK } from '../redaction/redactor.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { jsonText } from './json-text.ts';
import { messageOf } from '../thrown.ts';

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
  readonly #keys = new Map<string, KnownKey>();
  readonly #open: object[] = [];
  #left = 0;

  constructor(redactor: Redactor, limits: EncodingLimits) {
    this.#redactor = redactor;
    this.#limits = limits;
  }

  /** Any value. */
  value(value: unknown): string {
    if (this.#open.length > 0) this.#open.length = 0;
    this.#left = this.#limits.line;
    return this.#value(value) ?? 'null';
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
    return `${this.#redactor.text(text.slice(0, most))}… (${text.length} characters)`;
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
      return this.text(`[unreadable: ${messageOf(error)}]`);
    } finally {
      this.#open.pop();
    }
  }

  #object(value: object): string {
    if (Array.isArray(value)) return this.#list(value);
    if (types.isNativeError(value) || value instanceof Error) return this.#error(value);
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
      return `"[${value.byteLength} bytes]"`;
    }
    return this.#collection(value) ?? this.#plain(value);
  }

  #collection(value: object): string | undefined {
    if (value instanceof Map) return `{${this.#pairs(value)}}`;
    if (value instanceof Set) return this.#list([...value]);
    return value instanceof RegExp ? this.text(String(value)) : undefined;
  }

  #plain(value: object): string {
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      const json: unknown = value.toJSON();
      return (json === value ? undefined : this.#value(json)) ?? 'null';
    }
    return `{${this.#entries(value)}}`;
  }

  #list(items: readonly unknown[]): string {
    const { entries } = this.#limits;
    let text = '';
    const shown = Math.min(items.length, entries);
    for (let index = 0; index < shown; index += 1) {
      const item = this.#value(items[index]) ?? 'null';
      text += index === 0 ? item : `,${item}`;
    }
    if (items.length > entries) text += `,"… (${items.length} items)"`;
    return `[${text}]`;
  }

  #pairs(map: ReadonlyMap<unknown, unknown>): string {
    const keyed = [...map].slice(0, this.#limits.entries);
    return keyed
      .map(([key, value]) => this.#entry(typeof key === 'string' ? key : `[${typeof key}]`, value))
      .filter((text) => text !== '')
      .join(',');
  }

  #error(error: object): string {
    // Most of them are not enumerable, or stand on the prototype.
    const told = Object.fromEntries(ERROR_PARTS.map((key) => [key, read(error, key)]));
    const rest = Object.fromEntries(Object.entries(error).filter(([key]) => !(key in told)));
    return `{${[told, rest]
      .map((part) => this.#entries(part))
      .filter(Boolean)
      .join(',')}}`;
  }

  #entries(value: object): string {
    const keys = Object.keys(value);
    const { entries } = this.#limits;
    let text = '';
    for (let index = 0; index < keys.length && index < entries; index += 1) {
      const key = keys[index] ?? '';
      const entry = this.#entry(key, read(value, key));
      if (entry !== '') text += text === '' ? entry : `,${entry}`;
    }
    if (keys.length > entries) text += `,"…":"${keys.length} keys"`;
    return text;
  }

  #entry(key: string, value: unknown): string {
    const known = this.#keys.get(key) ?? this.#learn(key);
    if (known.secret && value !== undefined && value !== null) return `${known.json}"${MASK}"`;
    const text = this.#value(value);
    return text === undefined ? '' : known.json + text;
  }

  /** Keys repeat from line to line: what they are is worked out once, and bounded. */
  #learn(key: string): KnownKey {
    const name = key.slice(0, LONGEST_KEY);
    const known = {
      json: `${jsonText(this.#redactor.text(name))}:`,
      secret: this.#redactor.isSecret(name),
    };
    if (this.#keys.size >= MOST_KEYS) this.#keys.clear();
    // A key of a megabyte, sent by a visitor, is not kept.
    if (key.length <= LONGEST_KEY) this.#keys.set(key, known);
    return known;
  }
}

interface KnownKey {
  readonly json: string;
  readonly secret: boolean;
}

const ERROR_PARTS = ['name', 'message', 'code', 'stack', 'cause', 'errors'];
const LONGEST_KEY = 256;
const MOST_KEYS = 4096;

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch (error) {
    return `[unreadable: ${messageOf(error)}]`;
  }
}

function nameOf(value: object): string {
  const name = read(value, 'name');
  return typeof name === 'string' ? name : '';
}
