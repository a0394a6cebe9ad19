import { join } from 'node:path';
import { warnOnce } from '@emas/errors';
import type { Batch } from './batch.ts';
import { Spool } from './spool.ts';
import type { SpoolEntry } from './spool.ts';
import type { ResolvedWriterOptions } from './writer-options.ts';
import type { WriterCounters } from './writer-state.ts';

/** A batch that waits to be sent: on disk, or in memory where the disk will not have it. */
export type QueuedBatch =
  | { readonly kept: 'disk'; readonly entry: SpoolEntry; dropped: boolean }
  | { readonly kept: 'memory'; readonly batch: Batch; dropped: boolean };

/**
 * The batches that wait, oldest first. Each is on disk before anything sends it, so that a process
 * that dies in between finds it again.
 */
export class BatchQueue {
  readonly #options: ResolvedWriterOptions;
  readonly #counters: WriterCounters;
  readonly #onArrival: () => void;
  readonly #waiting: QueuedBatch[] = [];
  #spool: Spool | undefined;
  /** Batches handed to the disk, and what they hold. */
  #onTheirWay = { rows: 0, bytes: 0 };
  /** Disk work is done one piece after the other. */
  #disk: Promise<void>;

  /** @param onArrival Called when there is a batch to send. */
  constructor(options: ResolvedWriterOptions, counters: WriterCounters, onArrival: () => void) {
    this.#options = options;
    this.#counters = counters;
    this.#onArrival = onArrival;
    this.#disk = this.#openSpool();
  }

  /** Takes a batch in, unless that would break the memory's bound. */
  accept(batch: Batch): void {
    if (this.#onTheirWay.bytes + batch.body.length > this.#options.maxMemoryBytes) {
      this.#counters.dropped.memory_full += batch.rows;
      return;
    }
    this.#onTheirWay.rows += batch.rows;
    this.#onTheirWay.bytes += batch.body.length;
    this.#disk = this.#disk.then(() => this.#takeIn(batch));
  }

  /** Resolves when everything accepted so far is on disk, or in memory for good reason. */
  async settled(): Promise<void> {
    await this.#disk;
  }

  /** The oldest batch. */
  peek(): QueuedBatch | undefined {
    return this.#waiting[0];
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** The rows of a batch; `undefined` when they are gone, which is then counted. */
  async load(queued: QueuedBatch): Promise<Batch | undefined> {
    if (queued.kept === 'memory') return queued.batch;
    const batch = await this.#spool?.read(queued.entry);
    if (batch === undefined && !queued.dropped) {
      this.#counters.dropped.spool_damaged += queued.entry.rows;
    }
    return batch;
  }

  /** Forgets a batch that was sent, parked or lost. */
  async remove(queued: QueuedBatch): Promise<void> {
    const index = this.#waiting.indexOf(queued);
    if (index >= 0) this.#waiting.splice(index, 1);
    if (queued.kept === 'memory') return;
    this.#disk = this.#disk.then(() => this.#spool?.done(queued.entry));
    await this.#disk;
  }

  size(): Record<'memoryRows' | 'memoryBytes' | 'diskRows' | 'diskBatches' | 'diskBytes', number> {
    const size = {
      memoryRows: this.#onTheirWay.rows,
      memoryBytes: this.#onTheirWay.bytes,
      diskRows: 0,
      diskBatches: 0,
      diskBytes: this.#spool?.bytes ?? 0,
    };
    for (const queued of this.#waiting) {
      if (queued.kept === 'memory') {
        size.memoryRows += queued.batch.rows;
        size.memoryBytes += queued.batch.body.length;
      } else {
        size.diskRows += queued.entry.rows;
        size.diskBatches += 1;
      }
    }
    return size;
  }

  async close(): Promise<void> {
    await this.#disk;
    for (const queued of this.#waiting) {
      if (queued.kept === 'memory') this.#counters.dropped.closed += queued.batch.rows;
    }
    await this.#spool?.close();
  }

  async #openSpool(): Promise<void> {
    const folder = this.#options.spool;
    if (folder === undefined || this.#spool !== undefined) return;
    try {
      this.#spool = await Spool.open({
        folder: join(folder, 'batches'),
        maxBytes: this.#options.maxSpoolBytes,
        onDropped: (entries) => this.#forget(entries),
      });
      for (const entry of this.#spool.recovered) {
        this.#waiting.push({ kept: 'disk', entry, dropped: false });
        this.#counters.recovered += entry.rows;
      }
      this.#counters.healed('disk');
      if (this.#waiting.length > 0) this.#onArrival();
    } catch (error) {
      this.#diskFault(folder, error);
    }
  }

  async #takeIn(batch: Batch): Promise<void> {
    this.#waiting.push(await this.#keep(batch));
    this.#onTheirWay.rows -= batch.rows;
    this.#onTheirWay.bytes -= batch.body.length;
    this.#boundMemory();
    this.#onArrival();
  }

  async #keep(batch: Batch): Promise<QueuedBatch> {
    const folder = this.#options.spool;
    if (folder === undefined) return { kept: 'memory', batch, dropped: false };
    await this.#openSpool();
    if (this.#spool === undefined) return { kept: 'memory', batch, dropped: false };
    try {
      const entry = await this.#spool.append(batch);
      this.#counters.healed('disk');
      return { kept: 'disk', entry, dropped: false };
    } catch (error) {
      this.#diskFault(folder, error);
      return { kept: 'memory', batch, dropped: false };
    }
  }

  #diskFault(folder: string, error: unknown): void {
    this.#counters.fault('disk', error);
    const reason = error instanceof Error ? error.message : String(error);
    warnOnce(
      'WARN_EMAS_SPOOL_UNWRITABLE',
      `The spool folder ${folder} cannot be written (${reason}): batches stay in memory until it can.`,
    );
  }

  /** The spool was full and let go of its oldest segment. */
  #forget(entries: readonly SpoolEntry[]): void {
    const gone = new Set(entries);
    for (let index = this.#waiting.length - 1; index >= 0; index -= 1) {
      const queued = this.#waiting[index];
      if (queued?.kept !== 'disk' || !gone.has(queued.entry)) continue;
      queued.dropped = true;
      this.#waiting.splice(index, 1);
      this.#counters.dropped.spool_full += queued.entry.rows;
    }
  }

  #boundMemory(): void {
    let bytes = this.size().memoryBytes;
    while (bytes > this.#options.maxMemoryBytes) {
      const index = this.#waiting.findIndex((queued) => queued.kept === 'memory');
      const [oldest] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (oldest?.kept !== 'memory') return;
      oldest.dropped = true;
      bytes -= oldest.batch.body.length;
      this.#counters.dropped.memory_full += oldest.batch.rows;
    }
  }
}
