import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from './batch.ts';
import { halve, sendBatch } from './batch.ts';
import type { BatchQueue, QueuedBatch } from './batch-queue.ts';
import { DeadLetters } from './dead-letters.ts';
import { classifyInsertError } from './insert-errors.ts';
import type { ResolvedWriterOptions } from './writer-options.ts';
import type { WriterTally } from './writer-counters.ts';

/** Tries of a batch whose error nobody knows, before its rows are parked. */
const UNKNOWN_TRIES = 5;

/**
 * The engine is asked to insert for a fortieth of the time at most: each insert makes a part in every
 * table behind the one it goes to, which takes 50 ms of a core for a single row, and the engine in the
 * process has the app's cores. What comes meanwhile waits on disk and goes in one.
 */
const REST_PER_SENDING = 39;
/** Figures are never later than this on account of it. */
const MAX_REST_MS = 5000;

/**
 * Sends what the queue holds, one batch after the other, oldest first: again with a growing, random
 * pause while the engine is away; in halves where it rejects some of the rows.
 */
export class Delivery {
  readonly #options: ResolvedWriterOptions;
  readonly #queue: BatchQueue;
  readonly #tally: WriterTally;
  readonly #deadLetters: DeadLetters | undefined;
  #running: Promise<void> | undefined;
  #failures = 0;
  #stopped = false;
  #pause = new AbortController();
  #rest = new AbortController();
  /** Callers that wait for all to be sent. */
  #hurried = 0;

  constructor(options: ResolvedWriterOptions, queue: BatchQueue, tally: WriterTally) {
    this.#options = options;
    this.#queue = queue;
    this.#tally = tally;
    this.#deadLetters =
      options.spool === undefined
        ? undefined
        : new DeadLetters(join(options.spool, 'dead-letters.jsonl'), options.maxDeadLetterBytes);
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#hurried > 0 || this.#queue.hasSealed) this.#rest.abort();
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (!this.#queue.isEmpty && !this.#stopped) this.wake();
    });
  }

  /** Resolves when the queue is empty or the engine has refused once more. */
  async tryAllOnce(): Promise<void> {
    await this.#queue.settled();
    const before = this.#failures;
    this.#hurried += 1;
    this.#pause.abort();
    this.wake();
    while (!this.#queue.isEmpty && !this.#stopped && this.#failures === before) {
      await Promise.race([this.#running, sleep(10)]);
    }
    this.#hurried -= 1;
    await this.#queue.settled();
  }

  stop(): void {
    this.#stopped = true;
    this.#pause.abort();
    this.#rest.abort();
  }

  async #run(): Promise<void> {
    let sending = 0;
    this.#queue.seal();
    for (;;) {
      const next = await this.#queue.next();
      if (next === undefined || this.#stopped) break;
      const began = performance.now();
      const isDone = await this.#deliver(next);
      if (isDone) {
        sending += performance.now() - began;
        await this.#queue.remove(next);
      } else await this.#waitBeforeRetry();
      if (!this.#queue.hasSealed) break;
    }
    await this.#restAfter(sending);
  }

  /** @returns False when the batch has to be tried again. */
  async #deliver(queued: QueuedBatch): Promise<boolean> {
    const batch = await this.#queue.load(queued);
    if (batch === undefined) return true;
    try {
      const reason = this.#options.heldBackBy?.();
      if (reason !== undefined) throw reason;
      await this.#sendOrPark(batch);
      this.#failures = 0;
      this.#tally.healed('engine');
      return true;
    } catch (error) {
      this.#failures += 1;
      this.#tally.retries += 1;
      this.#tally.fault('engine', error);
      return false;
    }
  }

  /** @throws The client's error when the batch, or a part of it, has to be tried again. */
  async #sendOrPark(batch: Batch): Promise<void> {
    try {
      await sendBatch(this.#options.client, batch);
      this.#tally.sentBatches += 1;
      this.#tally.sentRows += batch.rows;
    } catch (error) {
      const fault = classifyInsertError(error);
      const hopeless = fault === 'unknown' && this.#failures >= UNKNOWN_TRIES;
      if (fault !== 'rejected' && !hopeless) throw error;
      if (batch.rows === 1) return this.#park(batch, error);
      for (const half of halve(batch)) await this.#sendOrPark(half);
    }
  }

  async #park(batch: Batch, error: unknown): Promise<void> {
    const kept = (await this.#deadLetters?.park(batch, error)) ?? false;
    if (kept) this.#tally.parked += batch.rows;
    else this.#tally.dropped.rejected += batch.rows;
  }

  async #restAfter(sending: number): Promise<void> {
    if (this.#hurried > 0 || this.#stopped) return;
    this.#rest = new AbortController();
    const { signal } = this.#rest;
    await pauseFor(Math.min(MAX_REST_MS, sending * REST_PER_SENDING), signal);
  }

  async #waitBeforeRetry(): Promise<void> {
    const { base, cap } = this.#options.retry;
    const most = Math.min(cap, base * 2 ** Math.min(this.#failures - 1, 20));
    this.#pause = new AbortController();
    const { signal } = this.#pause;
    // Random, so that the processes of a cluster do not all come back at the same moment.
    await pauseFor(Math.random() * most, signal);
  }
}

/** Ends with its time or by the signal; keeps no process alive. */
async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
