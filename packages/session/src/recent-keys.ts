import QuickLRU from 'quick-lru';

const MOST = 1000;
const FOR_MS = 60_000;

/** Remembers keys for a minute, so that the same thing is not told again and again. */
export class RecentKeys {
  readonly #until = new QuickLRU<string, number>({ maxSize: MOST });

  /** @returns False where it was added within the last minute. */
  add(key: string): boolean {
    const now = Date.now();
    const until = this.#until.peek(key);
    if (until !== undefined && until > now) return false;
    this.#until.set(key, now + FOR_MS);
    return true;
  }
}
