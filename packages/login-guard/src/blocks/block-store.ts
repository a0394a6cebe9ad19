import type { Block } from './block.ts';

/** Where blocks are kept. It may hold ended ones; readers leave them out. */
export interface BlockStore {
  /** All of them; `undefined` where nothing changed since the last time. */
  read(): Promise<readonly unknown[] | undefined>;
  /** Adds one, or puts it in the place of another of the same prefix. */
  put(block: Block, now: number): Promise<void>;
  /** @returns False where there was none. */
  remove(prefix: string): Promise<boolean>;
  /** Removes those that have ended. */
  prune(now: number): Promise<void>;
}

/** Keeps them in this process. */
export class MemoryBlockStore implements BlockStore {
  readonly #all = new Map<string, Block>();

  // The others wait for a disk or a server; the interface is one.
  // oxlint-disable-next-line typescript/require-await
  async read(): Promise<readonly unknown[] | undefined> {
    // The caller has made all changes itself.
    return undefined;
  }

  // oxlint-disable-next-line typescript/require-await
  async put(block: Block): Promise<void> {
    this.#all.set(block.prefix, block);
  }

  // oxlint-disable-next-line typescript/require-await
  async remove(prefix: string): Promise<boolean> {
    return this.#all.delete(prefix);
  }

  // oxlint-disable-next-line typescript/require-await
  async prune(now: number): Promise<void> {
    for (const { prefix, until } of this.#all.values()) {
      if (until <= now) this.#all.delete(prefix);
    }
  }
}
