/** What one kind of error did since its window began. */
interface Window {
  began: number;
  left: number;
  message: string;
}

/** A fingerprint whose window is over, with what was left out of the log. */
export interface LeftOut {
  readonly fingerprint: string;
  readonly message: string;
  readonly count: number;
  readonly window: number;
}

/**
 * Makes one line of a storm: the first error of a kind is told, those after it are counted, and the count
 * is told as its window ends.
 */
export class Storm {
  readonly #window: number;
  readonly #onLeftOut: (left: LeftOut) => void;
  readonly #windows = new Map<string, Window>();
  #timer: NodeJS.Timeout | undefined;

  /** @param window Milliseconds. */
  constructor(window: number, onLeftOut: (left: LeftOut) => void) {
    this.#window = window;
    this.#onLeftOut = onLeftOut;
  }

  /** @returns Whether this one is to be told. */
  isNews(fingerprint: string, message: string): boolean {
    const now = Date.now();
    const known = this.#windows.get(fingerprint);
    if (known !== undefined && now - known.began < this.#window) {
      known.left += 1;
      this.#timer ??= setTimeout(() => this.#endWindows(), this.#window).unref();
      return false;
    }
    if (known !== undefined) this.#end(fingerprint, known);
    this.#makeRoom();
    this.#windows.set(fingerprint, { began: now, left: 0, message });
    return true;
  }

  /** Tells what was counted so far. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [fingerprint, window] of this.#windows) this.#end(fingerprint, window);
  }

  #endWindows(): void {
    this.#timer = undefined;
    const now = Date.now();
    for (const [fingerprint, window] of this.#windows) {
      if (now - window.began >= this.#window) this.#end(fingerprint, window);
    }
    const isCounting = [...this.#windows.values()].some(({ left }) => left > 0);
    if (isCounting) this.#timer = setTimeout(() => this.#endWindows(), this.#window).unref();
  }

  #end(fingerprint: string, { began, left, message }: Window): void {
    this.#windows.delete(fingerprint);
    if (left === 0) return;
    this.#onLeftOut({ fingerprint, message, count: left, window: Date.now() - began });
  }

  /** Errors whose fingerprints never repeat, of code made at run time say, must not fill the memory. */
  #makeRoom(): void {
    if (this.#windows.size < MOST_WINDOWS) return;
    const [oldest] = this.#windows;
    if (oldest !== undefined) this.#end(...oldest);
  }
}

const MOST_WINDOWS = 1000;
