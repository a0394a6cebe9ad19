/** Links to sessions that are not there (yet) are kept for this many sessions, latest first. */
const EARLY_MOST = 1000;

/** Which sessions belong to which account, in this process. */
export class AccountLinks {
  readonly #sessions = new Map<string, Map<string, number>>();
  readonly #accounts = new Map<string, Set<string>>();
  /** Linked before they began; most begin a moment later, the rest must not pile up. */
  readonly #early = new Set<string>();

  add(account: string, key: string, at: number, alive: boolean): void {
    const sessions = this.#sessions.get(account) ?? new Map<string, number>();
    this.#sessions.set(account, sessions.set(key, at));
    const accounts = this.#accounts.get(key) ?? new Set();
    this.#accounts.set(key, accounts.add(account));
    if (alive) return;
    this.#early.add(key);
    const [oldest] = this.#early;
    if (this.#early.size > EARLY_MOST && oldest !== undefined) this.drop(oldest);
  }

  remove(account: string, key: string): void {
    const sessions = this.#sessions.get(account);
    sessions?.delete(key);
    if (sessions?.size === 0) this.#sessions.delete(account);
    const accounts = this.#accounts.get(key);
    accounts?.delete(account);
    if (accounts?.size === 0) {
      this.#accounts.delete(key);
      this.#early.delete(key);
    }
  }

  /** The session is there now. */
  began(key: string): void {
    this.#early.delete(key);
  }

  /** Forgets a session, whosever it is. */
  drop(key: string): void {
    for (const account of this.#accounts.get(key) ?? []) this.remove(account, key);
  }

  /** Oldest first; in the order that Redis has for equal times. */
  of(account: string): string[] {
    const sessions = [...(this.#sessions.get(account) ?? [])];
    return sessions
      .toSorted(([one, at], [other, otherAt]) => at - otherAt || (one < other ? -1 : 1))
      .map(([key]) => key);
  }

  clear(): void {
    this.#sessions.clear();
    this.#accounts.clear();
    this.#early.clear();
  }
}
