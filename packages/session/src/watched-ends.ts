import { warnOnce } from '@emas/warnings';
import type { SessionKeeper } from './keeper.ts';

const LOOK_EVERY_MS = 30_000;
/** Sessions that are looked at together. */
const AT_ONCE = 50;

/** One who listens: the same function may be given for several sockets. */
interface Watch {
  readonly listener: () => void;
}

/**
 * Knows who wants to hear that a session has ended: an open socket outlives the request that opened it. What this
 * process ends is told at once; what another one ended is found by a look at the store.
 */
export class WatchedEnds {
  readonly #keeper: SessionKeeper;
  readonly #listeners = new Map<string, Set<Watch>>();
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
    const watch: Watch = { listener };
    listeners.add(watch);
    // It may have ended since the handshake.
    void this.#lookAt(key);
    this.#timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    return () => {
      listeners.delete(watch);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) {
        this.#listeners.delete(key);
      }
      if (this.#listeners.size === 0) this.stop();
    };
  }

  /** Looks at the store for sessions that another process ended, some at a time. */
  async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const keys = [...this.#listeners.keys()];
      for (let at = 0; at < keys.length; at += AT_ONCE) {
        // oxlint-disable-next-line no-await-in-loop
        await Promise.all(keys.slice(at, at + AT_ONCE).map((key) => this.#lookAt(key)));
      }
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookAt(key: string): Promise<void> {
    if (await this.#isOver(key)) this.#tell(key);
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
    for (const { listener } of listeners ?? []) callSafely(listener);
    if (this.#listeners.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** What a listener throws must neither end the process nor keep the others from hearing. */
function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    warnOnce(
      'WARN_EMAS_SESSION_LISTENER',
      `A listener of sessions.onEnd() threw an error: ${String(error)}. The socket may still be open.`,
    );
  }
}
