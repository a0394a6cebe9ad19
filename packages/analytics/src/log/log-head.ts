import { createHash } from 'node:crypto';

/** Bytes of text that a log is known by: two servers' logs may begin alike, but not for so long. */
const COVERED = 64 * 1024;
/** Hexadecimal digits of the parts of an id: of the first line, of the length, of the text. */
const STEM_DIGITS = 16;
const LENGTH_DIGITS = 5;
const ID_DIGITS = 64;
const NEWLINE = 10;
const COMMENT = 35;

/**
 * The beginning of a log's text, which names it. The name stays when the log is rotated or packed.
 *
 * A log that is still short is named by less, and an id says by how much: the text up to where it was imported.
 * When it has grown, that part of it is the same as before, and the next id covers more.
 */
export class LogHead {
  readonly #app: string;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(app: string) {
    this.#app = app;
  }

  /** Takes what belongs to the beginning of a piece of text. */
  add(position: number, bytes: Buffer): void {
    const { length } = this.#bytes;
    if (length >= COVERED || position > length) return;
    const more = bytes.subarray(length - position, COVERED - position);
    if (more.length > 0) this.#bytes = Buffer.concat([this.#bytes, more]);
  }

  /** Whether more text would change the name. */
  get isWhole(): boolean {
    return this.#bytes.length >= COVERED;
  }

  /** What the ids of all logs begin with that have the same first line. */
  stem(): string {
    return this.#hashOf(this.#firstLine()).slice(0, STEM_DIGITS);
  }

  /** The log's id when it is imported up to a position. */
  idAt(position: number): string {
    return this.#idOf(Math.min(position, COVERED, this.#bytes.length));
  }

  /** How much of this text an id covers; 0 where it is of another log. */
  coveredBy(id: string): number {
    const length = Number.parseInt(id.slice(STEM_DIGITS, STEM_DIGITS + LENGTH_DIGITS), 16);
    return length <= this.#bytes.length && this.#idOf(length) === id ? length : 0;
  }

  /** Whether one of the two may be the other one, grown. */
  isAlike(other: LogHead): boolean {
    const length = Math.min(this.#bytes.length, other.#bytes.length);
    return length > 0 && this.#bytes.subarray(0, length).equals(other.#bytes.subarray(0, length));
  }

  #idOf(length: number): string {
    const digits = length.toString(16).padStart(LENGTH_DIGITS, '0');
    const hash = this.#hashOf(this.#bytes.subarray(0, length));
    return `${this.stem()}${digits}${hash}`.slice(0, ID_DIGITS);
  }

  /** Headers are the same in all logs of a kind (W3C): the first line behind them. */
  #firstLine(): Buffer {
    let start = 0;
    let end = this.#bytes.indexOf(NEWLINE);
    while (end >= 0 && this.#bytes[start] === COMMENT) {
      start = end + 1;
      end = this.#bytes.indexOf(NEWLINE, start);
    }
    return this.#bytes.subarray(start, end < 0 ? this.#bytes.length : end);
  }

  #hashOf(bytes: Buffer): string {
    return createHash('sha256').update(`${this.#app}\n`).update(bytes).digest('hex');
  }
}
