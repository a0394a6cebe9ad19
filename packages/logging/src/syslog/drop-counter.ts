const REPORT_EVERY = 10_000;

/** Counts what was dropped, and tells it now and then. */
export class DropCounter {
  readonly #onDrop: ((count: number) => void) | undefined;
  #total = 0;
  #untold = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(onDrop: ((count: number) => void) | undefined) {
    this.#onDrop = onDrop;
  }

  get total(): number {
    return this.#total;
  }

  add(count: number): void {
    this.#total += count;
    this.#untold += count;
    if (this.#onDrop === undefined || this.#timer !== undefined || count === 0) return;
    // Never at once: the listener may log it, and that line may be dropped as well.
    this.#timer = setTimeout(() => this.tell(), REPORT_EVERY).unref();
  }

  /** What has not been told yet. */
  tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const count = this.#untold;
    this.#untold = 0;
    if (count === 0) return;
    try {
      this.#onDrop?.(count);
    } catch {
      // A sink throws nothing, and there is nobody to tell.
    }
  }
}
