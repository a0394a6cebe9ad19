import { RecentMap, Recent } from '../detectors/recent-map.ts';
import type { KnownFile } from './known-file.ts';

/** For how long a place is known from which an account was entered, milliseconds. */
export const KNOWN_FOR_MS: number = 90 * 24 * 3_600_000;

/** Remembers from where accounts were entered, by keys that tell neither account nor place. */
export interface KnownPlaces {
  /** Whether each of the keys is known. */
  has(keys: readonly string[], now: number): Promise<readonly boolean[]>;
  add(keys: readonly string[], now: number): Promise<void>;
}

/** An account from its address, and from its network. */
const MOST_KNOWN = 200_000;

/** In the memory of this process, bounded, and in a file where there is one. */
export class MemoryKnownPlaces implements KnownPlaces {
  readonly #known = new RecentMap<Recent>(MOST_KNOWN, KNOWN_FOR_MS);
  readonly #file: KnownFile | undefined;

  constructor(file?: KnownFile) {
    this.#file = file;
    for (const [key, time] of file?.read() ?? []) this.#known.touch(key, time, () => new Recent());
  }

  // What Redis answers later is known here at once; the interface is one.
  // oxlint-disable-next-line typescript/require-await
  async has(keys: readonly string[], now: number): Promise<readonly boolean[]> {
    return keys.map((key) => {
      const entry = this.#known.get(key);
      return entry !== undefined && now - entry.seen <= KNOWN_FOR_MS;
    });
  }

  // oxlint-disable-next-line typescript/require-await
  async add(keys: readonly string[], now: number): Promise<void> {
    for (const key of keys) {
      this.#known.touch(key, now, () => new Recent());
      this.#file?.add(key, now);
    }
  }

  close(): void {
    this.#file?.close();
  }
}
