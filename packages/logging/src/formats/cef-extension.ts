import { plainText } from './record-data.ts';
import { cutText, visibleLines } from './visible-text.ts';

/** Characters that the dictionary allows; where it says nothing else it says 1023. */
const LENGTHS: Readonly<Record<string, number>> = {
  dvchost: 100,
  externalId: 40,
  outcome: 63,
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((slot) => [`cs${slot}`, 4000])),
};
const DEFAULT_LENGTH = 1023;
const TEXT_SLOTS = 6;
const NUMBER_SLOTS = 3;
const OVERFLOW = 'more';
/** A custom key is nothing without its label. */
const NAMELESS = '_';

/** The part of a CEF line that follows the header: `key=value key=value`. */
export class CefExtension {
  readonly #entries: string[] = [];
  readonly #texts: [name: string, value: unknown][] = [];
  #numbers = 0;

  /** A text that is not there leaves its key out. */
  text(key: string, value: unknown): void {
    if (isMissing(value)) return;
    const most = LENGTHS[key] ?? DEFAULT_LENGTH;
    // Cut before as well: what is thrown away need not be made visible.
    const text = cutText(visibleLines(cutText(plainText(value), most)), most);
    this.#entries.push(`${key}=${escaped(text)}`);
  }

  /** Whole numbers only: the dictionary has no others for these keys. */
  number(key: string, value: unknown): void {
    if (typeof value === 'number' && Number.isFinite(value)) {
      this.#entries.push(`${key}=${Math.round(value)}`);
    }
  }

  /** The next of `cn1` to `cn3`; a number for which none is left, or with a fraction, is a text. */
  customNumber(name: string, value: unknown): void {
    const slot = this.#numbers + 1;
    const isWhole = isMissing(value) || Number.isSafeInteger(value);
    if (slot > NUMBER_SLOTS || !isWhole) {
      this.customText(name, value);
      return;
    }
    this.#numbers = slot;
    if (isMissing(value)) return;
    this.number(`cn${slot}`, value);
    this.text(`cn${slot}Label`, name || NAMELESS);
  }

  /** The next of `cs1` to `cs6`, taken as well where there is no value. */
  customText(name: string, value: unknown): void {
    this.#texts.push([name, value]);
  }

  /** `src` is for IPv4 alone. */
  sourceIPv6(address: string): void {
    this.text('c6a2', address);
    this.text('c6a2Label', 'Source IPv6 Address');
  }

  toString(): string {
    const isFull = this.#texts.length > TEXT_SLOTS;
    const own = isFull ? this.#texts.slice(0, TEXT_SLOTS - 1) : this.#texts;
    for (const [index, [name, value]] of own.entries()) this.#customText(index + 1, name, value);
    if (isFull) {
      const more = this.#texts.slice(TEXT_SLOTS - 1).filter(([, value]) => !isMissing(value));
      if (more.length > 0) this.#customText(TEXT_SLOTS, OVERFLOW, Object.fromEntries(more));
    }
    return this.#entries.join(' ');
  }

  #customText(slot: number, name: string, value: unknown): void {
    if (isMissing(value)) return;
    this.text(`cs${slot}`, value);
    this.text(`cs${slot}Label`, name || NAMELESS);
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A pipe needs none here. */
function escaped(text: string): string {
  return text.replace(/[\\=]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}
