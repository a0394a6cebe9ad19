/** The rows of one table that wait for their batch, as JSON lines. */
export class RowBuffer {
  #lines: string[] = [];
  #bytes = 0;

  add(line: string): void {
    this.#lines.push(line);
    this.#bytes += line.length + 1;
  }

  get rows(): number {
    return this.#lines.length;
  }

  /** Characters, which for JSON of mostly ASCII is bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  take(): string[] {
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    return lines;
  }
}
