import { bytesOf } from './batch-body.ts';
import type { RowLine } from './batch-body.ts';

/** The rows of one table that wait for their batch, as JSON lines. */
export class RowBuffer {
  #lines: RowLine[] = [];
  #bytes = 0;
  #since = Infinity;

  add(line: RowLine): void {
    if (this.#lines.length === 0) this.#since = Date.now();
    this.#lines.push(line);
    this.#bytes += bytesOf(line) + 1;
  }

  get rows(): number {
    return this.#lines.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** When the first row came, in milliseconds since 1970; `Infinity` where there is none. */
  get since(): number {
    return this.#since;
  }

  take(): RowLine[] {
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    this.#since = Infinity;
    return lines;
  }
}
