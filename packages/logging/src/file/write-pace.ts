/** So many writes may be done at once, before the pace holds them up. */
const AT_ONCE = 4;

/**
 * Has writes follow one another with a pause, so that lines that come meanwhile go together: each write costs
 * a system call and a look at the file, however little it carries. The first few need not wait, not even for
 * the event loop: one that is blocked right behind a line leaves that line in the file.
 */
export class WritePace {
  readonly #pause: number;
  readonly #write: () => void;
  /** When the last one began, by `performance.now()`. */
  #last = -Infinity;
  /** Writes that may be done at once; one more with each pause that passes. */
  #free = AT_ONCE;
  #soon: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;

  /** @param pause Milliseconds. */
  constructor(pause: number, write: () => void) {
    this.#pause = pause;
    this.#write = write;
  }

  /** Whether something may be written at once; to be asked once for each such write. */
  takeTurn(): boolean {
    if (this.#soon !== undefined || this.#later !== undefined) return false;
    const now = performance.now();
    this.#free = Math.min(AT_ONCE, this.#free + (now - this.#last) / this.#pause);
    if (this.#free < 1) return false;
    this.#free -= 1;
    this.#last = now;
    return true;
  }

  /** There is something to write: with the next turn of the event loop where nothing was written just before. */
  ask(): void {
    if (this.#soon !== undefined || this.#later !== undefined) return;
    const wait = this.#last + this.#pause - performance.now();
    if (wait <= 0) this.askNow();
    else this.#later = setTimeout(() => this.#run(), wait);
  }

  /** There is enough to write: with the next turn of the event loop. */
  askNow(): void {
    this.#soon ??= setImmediate(() => this.#run());
  }

  stop(): void {
    clearTimeout(this.#later);
    clearImmediate(this.#soon);
    this.#later = undefined;
    this.#soon = undefined;
  }

  #run(): void {
    this.stop();
    this.#last = performance.now();
    this.#write();
  }
}
