/**
 * The latest different keys, each with the time when it was last seen. Exact, in bounded memory.
 *
 * Most passwords are tried on one account, so the first key needs no list.
 */
export class DistinctWindow {
  #only: string | undefined;
  #onlyTime = 0;
  /** The latest at the end. */
  #seen: Map<string, number> | undefined;

  /** @param most Keys to keep; the one not seen for longest goes first. */
  add(key: string, time: number, most: number): void {
    if (this.#seen === undefined && (this.#only === undefined || this.#only === key)) {
      this.#only = key;
      this.#onlyTime = time;
      return;
    }
    const seen = (this.#seen ??= new Map([[this.#only ?? key, this.#onlyTime]]));
    seen.delete(key);
    seen.set(key, time);
    if (seen.size <= most) return;
    for (const oldest of seen.keys()) {
      seen.delete(oldest);
      break;
    }
  }

  /** Whether `count` different keys were seen within `within` milliseconds before `time`. */
  reaches(count: number, time: number, within: number): boolean {
    if (this.#seen === undefined) return count === 1 && Math.abs(time - this.#onlyTime) <= within;
    let older = this.#seen.size - count;
    for (const at of this.#seen.values()) {
      if (older <= 0) return older === 0 && Math.abs(time - at) <= within;
      older -= 1;
    }
    return false;
  }

  clear(): void {
    this.#only = undefined;
    this.#seen = undefined;
  }
}
