import { plainText } from './record-data.ts';
import { cutText, visibleText } from './visible-text.ts';

const LONGEST_NAME = 32;
/** Of a single value, so that the first does not take the room of all. */
const LONGEST_VALUE = 255;
/** Room for ` more="1000"` and the closing bracket. */
const RESERVE = 16;

/** One element of structured data: `[id name="value" …]` (RFC 5424 §6.3). */
export class StructuredData {
  #text: string;
  #bytes: number;
  #leftOut = 0;
  readonly #most: number;
  readonly #names = new Set<string>();

  /** @param most Bytes of the whole element. */
  constructor(id: string, most: number) {
    this.#text = `[${id}`;
    this.#bytes = Buffer.byteLength(this.#text);
    this.#most = most - RESERVE;
  }

  /** Names are unique: the first one stays. A value that is not there is left out. */
  put(name: string, value: unknown): void {
    if (value === undefined || value === null) return;
    const clean = parameterName(name);
    const text = ` ${clean}="${parameterValue(plainText(value))}"`;
    const bytes = Buffer.byteLength(text);
    if (this.#names.has(clean) || this.#bytes + bytes > this.#most) {
      this.#leftOut += 1;
      return;
    }
    this.#names.add(clean);
    this.#text += text;
    this.#bytes += bytes;
  }

  toString(): string {
    const more = this.#leftOut === 0 ? '' : ` more="${this.#leftOut}"`;
    return `${this.#text}${more}]`;
  }
}

/** SD-NAME: printable ASCII without `=`, `]` and `"`. */
function parameterName(name: string): string {
  return name.replace(/[^\x21-\x7e]|[="\]]/g, '_').slice(0, LONGEST_NAME) || '_';
}

/** §6.3.3. */
function parameterValue(text: string): string {
  // Cut before as well: what is thrown away need not be made visible.
  const visible = visibleText(cutText(text, LONGEST_VALUE));
  return cutText(visible, LONGEST_VALUE).replace(/["\\\]]/g, String.raw`\$&`);
}
