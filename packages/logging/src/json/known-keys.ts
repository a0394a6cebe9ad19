import type { Redactor } from '../redaction/redactor.ts';
import { jsonText } from './json-text.ts';

/** What there is to know of a key of an object. */
export interface KnownKey {
  /** As it is written, with its colon. */
  readonly json: string;
  /** Whether its value is always a secret. */
  readonly isSecret: boolean;
  /** Whether its value may be that of a name beside it: `{ name: 'Cookie', value: '…' }`. */
  readonly isValue: boolean;
  /** Whether its value is a list of names and values in turn, as Node has headers. */
  readonly isRawHeaders: boolean;
}

/** Under which key the name stands of what stands under `value`. */
export const NAMES: readonly string[] = ['name', 'key', 'header', 'field'];

const VALUES: ReadonlySet<string> = new Set(['value', 'val']);
const RAW_HEADERS: ReadonlySet<string> = new Set(['rawHeaders', 'rawTrailers']);
const LONGEST_KEY = 256;
const MOST_KEYS = 4096;

/** Keys repeat from line to line: what they are is worked out once, and bounded. */
export class KnownKeys {
  readonly #redactor: Redactor;
  readonly #known = new Map<string, KnownKey>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  of(key: string): KnownKey {
    return this.#known.get(key) ?? this.#learn(key);
  }

  /** Whether a value that stands beside a name, in a list or an object, is a secret by that name. */
  isSecretName(name: unknown): boolean {
    return typeof name === 'string' && name.length <= LONGEST_KEY && this.#redactor.isSecret(name);
  }

  #learn(key: string): KnownKey {
    const name = key.slice(0, LONGEST_KEY);
    const known = {
      json: `${jsonText(this.#redactor.text(name))}:`,
      isSecret: this.#redactor.isSecret(name),
      isValue: VALUES.has(name),
      isRawHeaders: RAW_HEADERS.has(name),
    };
    if (this.#known.size >= MOST_KEYS) this.#known.clear();
    // A key of a megabyte, sent by a visitor, is not kept.
    if (key.length <= LONGEST_KEY) this.#known.set(key, known);
    return known;
  }
}
