import { plainText } from './record-data.ts';
import { cutText, visibleText } from './visible-text.ts';

const LONGEST_NAME = 32;
/** Of a single value, so that the first does not take the room of all. */
const LONGEST_VALUE = 255;
/** Room for ` more="1000"` and a closing bracket. */
const RESERVE = 16;

/** Writes a value, which has no control characters. */
type ValueForm = (visible: string) => string;

/** ` name=value name=value`, up to a number of bytes. */
export class BoundedFields {
  #text = '';
  #bytes = 0;
  #leftOut = 0;
  readonly #most: number;
  readonly #valueForm: ValueForm;
  readonly #names = new Set<string>();

  /** @param most Bytes of all fields together, and of a bracket. */
  constructor(most: number, valueForm: ValueForm) {
    this.#most = most - RESERVE;
    this.#valueForm = valueForm;
  }

  /** Names are unique: the first one stays. A value that is not there is left out. */
  put(name: string, value: unknown): void {
    if (value === undefined || value === null) return;
    const clean = fieldName(name);
    // Cut before as well: what is thrown away need not be made visible.
    const visible = visibleText(cutText(plainText(value), LONGEST_VALUE));
    const text = ` ${clean}=${this.#valueForm(cutText(visible, LONGEST_VALUE))}`;
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
    if (this.#leftOut === 0) return this.#text;
    return `${this.#text} more=${this.#valueForm(String(this.#leftOut))}`;
  }
}

/** SD-NAME of RFC 5424 §6.3.3: printable ASCII without `=`, `]` and `"`. */
function fieldName(name: string): string {
  return name.replace(/[^\x21-\x7e]|[="\]]/g, '_').slice(0, LONGEST_NAME) || '_';
}
