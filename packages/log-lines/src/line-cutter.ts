/** A line and the position behind it, in bytes of the text. */
export interface RawLine {
  readonly text: string;
  readonly end: number;
  /** True where the line is not finished: the last one of a file that may still grow. */
  readonly partial: boolean;
}

/** Longer lines are cut: they are no requests anybody meant. */
const LONGEST_LINE = 64 * 1024;
const NEWLINE = 10;
const RETURN = 13;
const BYTE_ORDER_MARK = '\uFEFF';

/** Cuts text into lines, of which it holds no more than the beginning of the last. */
export class LineCutter {
  #position: number;
  #kept: Buffer = Buffer.alloc(0);
  /** Bytes of the open line, those that were not kept as well. */
  #length = 0;

  /** @param position Of the first byte that will come. */
  constructor(position: number) {
    this.#position = position;
  }

  /** The lines that end in these bytes. */
  cut(bytes: Buffer): RawLine[] {
    const lines: RawLine[] = [];
    let start = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
      lines.push(this.#endedLine(bytes, start, at));
      start = at + 1;
    }
    this.#keep(bytes.subarray(start));
    // The chunk is not held by what is kept of it.
    this.#kept = Buffer.from(this.#kept);
    return lines;
  }

  /** What is left, at the end of the text. */
  rest(): RawLine | undefined {
    return this.#length === 0 ? undefined : this.#line(true);
  }

  /** The line whose end stands at a place in these bytes. */
  #endedLine(bytes: Buffer, start: number, at: number): RawLine {
    const isWhole = this.#length === 0 && this.#position > 0 && at - start <= LONGEST_LINE;
    if (!isWhole) {
      this.#keep(bytes.subarray(start, at));
      this.#position += 1;
      return this.#line(false);
    }
    // Most lines: nothing has to be put together.
    const end = at > start && bytes[at - 1] === RETURN ? at - 1 : at;
    this.#position += at - start + 1;
    return { text: bytes.toString('utf8', start, end), end: this.#position, partial: false };
  }

  #keep(bytes: Buffer): void {
    const room = LONGEST_LINE - this.#kept.length;
    this.#position += bytes.length;
    this.#length += bytes.length;
    if (room <= 0) return;
    const more = bytes.subarray(0, room);
    this.#kept = this.#kept.length === 0 ? more : Buffer.concat([this.#kept, more]);
  }

  #line(partial: boolean): RawLine {
    const kept = this.#kept;
    const isFirst = this.#position - this.#length <= 1;
    const end = kept.at(-1) === RETURN ? kept.length - 1 : kept.length;
    const text = kept.toString('utf8', 0, end);
    this.#kept = Buffer.alloc(0);
    this.#length = 0;
    return {
      text: isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text,
      end: this.#position,
      partial,
    };
  }
}
