/** Bytes of a chunk, in which many rows lie; a longer row has one of its own. */
const CHUNK = 256 * 1024;
/** Of a number: 2^53 has sixteen digits. */
const MOST_DIGITS = 16;
const ZERO = 0x30;
const HALF = 100_000_000;

/**
 * Writes rows one after the other as UTF-8. Texts that are joined, encoded and copied would cost more time than
 * all else that is done for a row.
 */
export class RowBytes {
  #chunk: Buffer;
  /** Where the row begins that is written now, and how far it is. */
  #start = 0;
  #at = 0;

  /** @param expected Bytes of all rows, roughly. */
  constructor(expected: number) {
    this.#chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, expected));
  }

  /** @returns What was written since the last row ended. */
  row(): Buffer {
    const row = this.#chunk.subarray(this.#start, this.#at);
    this.#start = this.#at;
    return row;
  }

  text(text: string): void {
    this.#makeRoom(text.length * 3);
    this.#at += this.#chunk.write(text, this.#at);
  }

  /** A text that is written often. */
  bytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    // Of a few bytes, a call would cost more than they do.
    for (let from = 0; from < bytes.length; from += 1) this.#chunk[this.#at++] = bytes[from] ?? 0;
  }

  byte(byte: number): void {
    this.#makeRoom(1);
    this.#chunk[this.#at++] = byte;
  }

  /** @param number Whole, from 0 to 2^53 - 1. */
  number(number: number): void {
    this.#makeRoom(MOST_DIGITS);
    if (number < HALF) return this.#digits(number, digitsOf(number));
    const high = Math.floor(number / HALF);
    this.#digits(high, digitsOf(high));
    this.#digits(number - high * HALF, 8);
  }

  /** @param number Below 2^31. */
  #digits(number: number, digits: number): void {
    let left = number | 0;
    for (let at = this.#at + digits - 1; at >= this.#at; at -= 1) {
      const tenth = (left / 10) | 0;
      this.#chunk[at] = ZERO + left - tenth * 10;
      left = tenth;
    }
    this.#at += digits;
  }

  #makeRoom(bytes: number): void {
    if (this.#at + bytes <= this.#chunk.length) return;
    const begun = this.#chunk.subarray(this.#start, this.#at);
    this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK, (begun.length + bytes) * 2));
    this.#chunk.set(begun);
    this.#start = 0;
    this.#at = begun.length;
  }
}

function digitsOf(number: number): number {
  let digits = 1;
  for (let power = 10; power <= number; power *= 10) digits += 1;
  return digits;
}
