/** Beyond so many networks within a window nobody new passes. */
const MOST_NETWORKS = 100_000;

/** How many of each network may pass without the provider. */
export class ShareWithout {
  readonly #tries: number;
  readonly #window: number;
  #began = 0;
  #counts = new Map<string, number>();

  constructor({ tries, window }: { readonly tries: number; readonly window: number }) {
    this.#tries = tries;
    this.#window = window;
  }

  /** @returns False where the network has had its share. */
  take(prefix: string, now: number): boolean {
    if (now - this.#began >= this.#window) {
      this.#began = now;
      this.#counts = new Map();
    }
    const before = this.#counts.get(prefix);
    if (before === undefined && this.#counts.size >= MOST_NETWORKS) return false;
    const count = (before ?? 0) + 1;
    this.#counts.set(prefix, count);
    return count <= this.#tries;
  }
}
