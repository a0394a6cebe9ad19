import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchQueue, QueuedBatch } from '../batch-queue.ts';
import type { DeadLetters } from '../spool/dead-letters.ts';
import type { ResolvedWriterOptions } from '../writer-options.ts';
import type { WriterTally } from '../writer-counters.ts';
import { Attempts } from './attempts.ts';
import { BatchSender } from './batch-sender.ts';

/**
 * The engine is asked to insert for a fortieth of the time at most: each insert makes a part in every
 * table behind the one it goes to, which takes 50 ms of a core for a single row, and the embedded
 * engine shares the app's cores. What comes meanwhile waits on disk and goes in one.
 */
const REST_PER_SENDING = 39;
/** Figures are never later than this on account of it. */
const MAX_REST_MS = 5000;

/**
 * Sends what the queue holds, one batch after the other, oldest first: again with a growing, random
 * pause while the engine is away. A batch that fails while others get through waits by itself.
 */
export class Delivery {
  readonly #queue: BatchQueue;
  readonly #sender: BatchSender;
  readonly #attempts: Attempts;
  #running: Promise<void> | undefined;
  #stopped = false;
  #pause = new AbortController();
  #rest = new AbortController();
  #idle = new AbortController();
  /** Callers that wait for all to be tried, by the number of tries when they came. */
  readonly #hurried = new Set<{ readonly since: number }>();

  constructor(
    options: ResolvedWriterOptions,
    queue: BatchQueue,
    tally: WriterTally,
    letters: DeadLetters | undefined,
  ) {
    this.#queue = queue;
    this.#attempts = new Attempts(options.retry);
    this.#sender = new BatchSender(options, queue, tally, letters);
  }

  /** There may be something to send. */
  wake(): void {
    this.#idle.abort();
    if (this.#hurried.size > 0 || this.#hasUrgent) this.#rest.abort();
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (!this.#queue.isEmpty && !this.#stopped) this.wake();
    });
  }

  /** Resolves when each batch was tried once, or the engine turned out to be away. */
  async tryAllOnce(): Promise<void> {
    await this.#queue.settled();
    const hurry = { since: this.#attempts.tries };
    this.#hurried.add(hurry);
    this.#pause.abort();
    this.wake();
    while (!this.#stopped && !this.#hasTriedEnough(hurry.since)) {
      await Promise.race([this.#running, sleep(10)]);
    }
    this.#hurried.delete(hurry);
    await this.#queue.settled();
  }

  stop(): void {
    this.#stopped = true;
    for (const pause of [this.#pause, this.#rest, this.#idle]) pause.abort();
  }

  async #run(): Promise<void> {
    let sending = 0;
    this.#queue.seal();
    while (!this.#stopped) {
      const next = await this.#next();
      if (next === undefined) break;
      const began = performance.now();
      if (await this.#try(next)) sending += performance.now() - began;
      else if (!this.#attempts.isEngineWell) await this.#waitBeforeRetry();
      if (!this.#hasUrgent) break;
    }
    await this.#restAfter(sending);
    await this.#waitUntilDue();
  }

  async #next(): Promise<QueuedBatch | undefined> {
    const waiting = this.#queue.waiting();
    this.#attempts.keepOnly(waiting);
    const since = [...this.#hurried].at(-1)?.since;
    const token = this.#attempts.choose(waiting.values(), since);
    return token === undefined ? undefined : this.#queue.freeze(token);
  }

  /** @returns Whether the batch is done with. */
  async #try(batch: QueuedBatch): Promise<boolean> {
    const { fault, hasProgress } = await this.#sender.send(batch);
    if (fault === undefined) this.#attempts.succeeded(batch.token);
    else this.#attempts.failed(batch.token, fault, hasProgress);
    return fault === undefined;
  }

  /** Whether a batch is to be sent before the engine had its rest: one that is full, or was before. */
  get #hasUrgent(): boolean {
    for (const { token, isGrowing } of this.#queue.waiting().values()) {
      if (!isGrowing && !this.#attempts.isResting(token)) return true;
    }
    return false;
  }

  #hasTriedEnough(since: number): boolean {
    return this.#attempts.hasTriedEnough(this.#queue.waiting().values(), since);
  }

  async #restAfter(sending: number): Promise<void> {
    if (this.#hurried.size > 0 || this.#stopped) return;
    this.#rest = new AbortController();
    const { signal } = this.#rest;
    await pauseFor(Math.min(MAX_REST_MS, sending * REST_PER_SENDING), signal);
  }

  /** Where all that is left are batches that failed by themselves. */
  async #waitUntilDue(): Promise<void> {
    const waiting = [...this.#queue.waiting().keys()];
    if (waiting.length === 0 || this.#stopped || this.#hurried.size > 0) return;
    if (!waiting.every((token) => this.#attempts.isResting(token))) return;
    this.#idle = new AbortController();
    const { signal } = this.#idle;
    await pauseFor(this.#attempts.untilDue(), signal);
  }

  async #waitBeforeRetry(): Promise<void> {
    // Somebody waits for a try of each, and the engine may take another batch.
    if ([...this.#hurried].some(({ since }) => !this.#hasTriedEnough(since))) return;
    this.#pause = new AbortController();
    const { signal } = this.#pause;
    await pauseFor(this.#attempts.pause, signal);
  }
}

/** Ends with its time or by the signal; keeps no process alive. */
async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
