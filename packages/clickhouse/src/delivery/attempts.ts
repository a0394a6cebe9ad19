import type { InsertFault } from './insert-errors.ts';

/** A batch that waits, as far as its turn is concerned. */
export interface Waiting {
  readonly token: string;
}

interface FailedBatch {
  failures: number;
  /** Number of its last try. */
  lastTry: number;
  /** Batches that had been sent when it failed last. */
  sentThen: number;
  /** Before that it is left alone, as long as others get through; `performance.now()`. */
  dueAt: number;
  /** Its rows could not be read last: the engine was not shown it. */
  isUnread: boolean;
}

/** Milliseconds; see the writer's options. */
interface Backoff {
  readonly base: number;
  readonly cap: number;
}

/** A batch that fails by itself is tried this much less often than an engine that is away. */
const REST_OF_ONE = 4;

/**
 * Whose turn it is. The oldest batch goes first, but one that fails must not hold up the others: while the
 * engine takes others, it waits by itself. Nor must an engine that is ill be shown every batch there is,
 * since one that was sent does not grow any more: of those that were never tried another one is tried
 * after 1, 3, 7, 15 … failures in a row.
 */
export class Attempts {
  readonly #backoff: Backoff;
  readonly #failed = new Map<string, FailedBatch>();
  #tries = 0;
  #sent = 0;
  /** Failures since a batch was sent, of batches that do not just fail by themselves. */
  #streak = 0;
  #isAway = false;
  #lastAway = 0;

  constructor(backoff: Backoff) {
    this.#backoff = backoff;
  }

  /** Number of tries so far: a moment, for `hasHadItsTurn` and `choose`. */
  get tries(): number {
    return this.#tries;
  }

  /** Whether the engine took the batch that it was given last, as far as is known. */
  get isEngineWell(): boolean {
    return this.#streak === 0;
  }

  /** Whether it was tried and failed, and is to be left alone for now. */
  isResting(token: string): boolean {
    const failed = this.#failed.get(token);
    return failed !== undefined && this.isEngineWell && !this.#isDue(failed);
  }

  /** Milliseconds until the first of those that failed is due. */
  untilDue(): number {
    const due = [...this.#failed.values()].map(({ dueAt }) => dueAt);
    return due.length === 0 ? 0 : Math.max(0, Math.min(...due) - performance.now());
  }

  /**
   * The batch to try next.
   *
   * @param since Somebody waits for all that have not been tried since then.
   * @returns `undefined` where each has to wait.
   */
  choose(waiting: Iterable<Waiting>, since?: number): string | undefined {
    const mayTryAnother = this.#mayTryAnother();
    let again: { readonly token: string; readonly lastTry: number } | undefined;
    for (const { token } of waiting) {
      const failed = this.#failed.get(token);
      if (failed === undefined ? mayTryAnother : this.isEngineWell && this.#isDue(failed, since)) {
        return token;
      }
      const isNext = failed !== undefined && failed.lastTry < (again?.lastTry ?? Infinity);
      if (isNext && this.#mayBeShownAgain(failed, since)) again = { token, ...failed };
    }
    return again?.token;
  }

  /** Whether enough was tried for somebody who waits for one try of each. */
  hasTriedEnough(waiting: Iterable<Waiting>, since: number): boolean {
    if (this.#lastAway > since) return true;
    const failed = [...this.#failed.values()].filter(({ lastTry }) => lastTry > since);
    if (!this.isEngineWell && failed.length > 1) return true;
    for (const { token } of waiting) {
      if ((this.#failed.get(token)?.lastTry ?? 0) <= since) return false;
    }
    return true;
  }

  succeeded(token: string): void {
    this.#tries += 1;
    this.#gotThrough();
    this.#failed.delete(token);
  }

  /**
   * @param fault `'unread'` where its rows could not be read, of which the engine knows nothing.
   * @param hasProgress Whether a piece of it got through.
   */
  failed(token: string, fault: InsertFault | 'unread', hasProgress = false): void {
    this.#tries += 1;
    const known = this.#failed.get(token);
    const hasOthers = known !== undefined && this.#sent > known.sentThen;
    if (hasProgress) this.#gotThrough();
    // It failed before as well, and others got through in between.
    else if (fault === 'away' || (fault !== 'unread' && !hasOthers)) this.#noteIllness(fault);
    const before = hasProgress ? 0 : (known?.failures ?? 0);
    const failures = fault === 'away' ? before : before + 1;
    const rest = Math.min(REST_OF_ONE * this.#backoff.cap, this.#wait(failures));
    const dueAt = performance.now() + Math.random() * rest;
    const isUnread = fault === 'unread';
    this.#failed.set(token, {
      ...{ failures, dueAt, isUnread },
      ...{ lastTry: this.#tries, sentThen: this.#sent },
    });
  }

  /** Forgets batches that are not there any more. */
  keepOnly(waiting: ReadonlyMap<string, unknown>): void {
    for (const token of this.#failed.keys()) if (!waiting.has(token)) this.#failed.delete(token);
  }

  /** Milliseconds until the engine is tried again: random, so that not all processes come at once. */
  get pause(): number {
    return Math.random() * Math.min(this.#backoff.cap, this.#wait(this.#streak));
  }

  #wait(failures: number): number {
    return this.#backoff.base * 2 ** Math.min(Math.max(failures, 1) - 1, 20);
  }

  #mayTryAnother(): boolean {
    const shown = [...this.#failed.values()].filter(({ isUnread }) => !isUnread).length;
    if (this.isEngineWell || shown === 0) return true;
    return !this.#isAway && this.#streak >= 2 ** shown - 1;
  }

  /** An engine that is ill gets those again that it was shown, in turn. */
  #mayBeShownAgain(failed: FailedBatch, since?: number): boolean {
    return !this.isEngineWell && (!failed.isUnread || this.#isDue(failed, since));
  }

  #isDue({ dueAt, lastTry }: FailedBatch, since = -1): boolean {
    return lastTry <= since || dueAt <= performance.now();
  }

  #gotThrough(): void {
    this.#sent += 1;
    this.#streak = 0;
  }

  #noteIllness(fault: InsertFault): void {
    this.#streak += 1;
    this.#isAway = fault === 'away';
    if (this.#isAway) this.#lastAway = this.#tries;
  }
}
