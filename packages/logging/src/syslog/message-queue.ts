/** Messages that wait, bounded in bytes: what finds no room is refused, what waits keeps its place. */
export class MessageQueue {
  readonly #most: number;
  #messages: Buffer[] = [];
  #first = 0;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#messages.length - this.#first;
  }

  /** @returns False where there is no room. */
  push(message: Buffer): boolean {
    if (this.#bytes + message.length > this.#most) return false;
    this.#messages.push(message);
    this.#bytes += message.length;
    return true;
  }

  /** Takes the oldest messages, up to so many bytes, but at least one. */
  take(bytes: number): Buffer[] {
    const taken: Buffer[] = [];
    let size = 0;
    while (this.#first < this.#messages.length) {
      const next = this.#messages[this.#first];
      if (next === undefined || (taken.length > 0 && size + next.length > bytes)) break;
      taken.push(next);
      size += next.length;
      this.#first += 1;
    }
    this.#bytes -= size;
    this.#compact();
    return taken;
  }

  /** Puts back what was taken last; it had its room, so it is never refused. */
  putBack(messages: readonly Buffer[]): void {
    this.#messages = [...messages, ...this.#messages.slice(this.#first)];
    this.#first = 0;
    for (const message of messages) this.#bytes += message.length;
  }

  /** @returns How many there were. */
  clear(): number {
    const { length } = this;
    this.#messages = [];
    this.#first = 0;
    this.#bytes = 0;
    return length;
  }

  /** Moving what is left costs its length: only when as much has gone before. */
  #compact(): void {
    if (this.#first * 2 < this.#messages.length) return;
    this.#messages = this.#messages.slice(this.#first);
    this.#first = 0;
  }
}
