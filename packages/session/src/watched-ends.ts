import type { SessionKeeper } from './keeper.ts';

const LOOK_EVERY_MS = 30_000;

/**
 * Knows who wants to hear that a session has ended: an open socket outlives the request that opened it. What this
 * process ends is told at once; what another one ended is found by a look at the store.
 */
export class WatchedEnds {
  readonly #keeper: SessionKeeper;
  readonly #listeners = new Map<string, Set<() => void>>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(keeper: SessionKeeper) {
    this.#keeper = keeper;
    keeper.onEnd(({ key }) => this.#tell(key));
  }

  /** @returns What stops it. */
  watch(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners);
    listeners.add(listener);
    this.#timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) {
        this.#listeners.delete(key);
      }
      if (this.#listeners.size === 0) this.stop();
    };
  }

  /** Looks at the store for sessions that another process ended, one after the other. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      for (const key of [...this.#listeners.keys()]) {
        // oxlint-disable-next-line no-await-in-loop
        if (await this.#isOver(key)) this.#tell(key);
      }
    } finally {
      this.#isLooking = false;
    }
  }

  /** A store that does not answer is told of where requests ask it; the next look tries again. */
  async #isOver(key: string): Promise<boolean> {
    try {
      const found = await this.#keeper.store.read((store) => store.load(key));
      return found.state !== 'live' || found.end.at <= Date.now();
    } catch {
      return false;
    }
  }

  #tell(key: string): void {
    const listeners = this.#listeners.get(key);
    this.#listeners.delete(key);
    for (const listener of listeners ?? []) listener();
    if (this.#listeners.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
