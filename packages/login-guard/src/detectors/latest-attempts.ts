import type { LoginAttempt } from '../attempt.ts';

/**
 * The latest attempts on something that is watched, oldest first, in bounded memory.
 *
 * Incidents are made of these, so that all of their evidence covers the same attempts. Most accounts fail
 * once, so the first attempt needs no list.
 */
export class LatestAttempts {
  #only: LoginAttempt | undefined;
  #list: LoginAttempt[] | undefined;

  /** @param most Attempts to keep at least; up to twice as many are kept. */
  add(attempt: LoginAttempt, most: number): void {
    if (this.#list !== undefined) {
      this.#list.push(attempt);
      if (this.#list.length > 2 * most) this.#list = this.#list.slice(-most);
    } else if (this.#only === undefined) this.#only = attempt;
    else this.#list = [this.#only, attempt];
  }

  /** Whether the latest `count` attempts lie within `within` milliseconds before `time`. */
  reaches(count: number, time: number, within: number): boolean {
    const first = count === 1 && this.#list === undefined ? this.#only : this.#list?.at(-count);
    return first !== undefined && Math.abs(time - first.time) <= within;
  }

  /** Those within `within` milliseconds before `time`. */
  since(time: number, within: number): LoginAttempt[] {
    return this.#all().filter((one) => Math.abs(time - one.time) <= within);
  }

  clear(): void {
    this.#only = undefined;
    this.#list = undefined;
  }

  #all(): readonly LoginAttempt[] {
    if (this.#list !== undefined) return this.#list;
    return this.#only === undefined ? [] : [this.#only];
  }
}

/** The accounts that the attempts entered. */
export function enteredBy(attempts: readonly LoginAttempt[]): string[] {
  return attempts.filter(({ outcome }) => outcome === 'success').map(({ account }) => account);
}
