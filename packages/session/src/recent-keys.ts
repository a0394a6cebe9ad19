const MOST = 1000;
const FOR_MS = 60_000;

/** Remembers keys for a minute, so that the same thing is not told again and again. */
export class RecentKeys {
  readonly #until = new Map<string, number>();

  /** @returns False where it was added within the last minute. */
  add(key: string): boolean {
    const now = Date.now();
    const until = this.#until.get(key);
    if (until !== undefined && until > now) return false;
    this.#until.delete(key);
    this.#until.set(key, now + FOR_MS);
    for (const [oldest, ends] of this.#until) {
      if (this.#until.size <= MOST && ends > now) break;
      this.#until.delete(oldest);
    }
    return true;
  }
}
