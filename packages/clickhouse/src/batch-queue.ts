import { join } from 'node:path';
import { warnOnce } from '@emas/warnings';
import { joinParts, newToken } from './batch.ts';
import type { Batch, BatchPart } from './batch.ts';
import { Spool } from './spool.ts';
import type { SpoolEntry } from './spool.ts';
import type { ResolvedWriterOptions } from './writer-options.ts';
import type { WriterTally } from './writer-counters.ts';

/** A part that waits: on disk, or in memory where the disk will not have it. */
type QueuedPart =
  | { readonly kept: 'disk'; readonly part: SpoolEntry; dropped: boolean }
  | { readonly kept: 'memory'; readonly part: Batch; dropped: boolean };

/** A batch that is to be sent, with the parts that it has for good. */
export interface QueuedBatch {
  readonly token: string;
  readonly table: string;
  readonly parts: readonly QueuedPart[];
}

/** A batch that nobody has begun to send: what comes for its table becomes a part of it. */
interface GrowingBatch {
  readonly token: string;
  rows: number;
  bytes: number;
}

/**
 * The batches that wait, oldest first. Each is on disk before anything sends it, so that a process
 * that dies in between finds it again.
 *
 * While a batch waits it grows: an insert costs the engine much the same for one row as for a thousand,
 * and an engine that was away for a day is not to be asked once for each of its seconds. A part carries
 * the token of its batch from the beginning, so that after a crash the same parts have the same token.
 */
export class BatchQueue {
  readonly #options: ResolvedWriterOptions;
  readonly #tally: WriterTally;
  readonly #onArrival: () => void;
  #waiting: QueuedPart[] = [];
  readonly #growing = new Map<string, GrowingBatch>();
  #spool: Spool | undefined;
  /** Parts handed to the disk, and what they hold. */
  #onTheirWay = { rows: 0, bytes: 0 };
  /** Disk work is done one piece after the other. */
  #disk: Promise<void>;

  /** @param onArrival Called when there is something to send. */
  constructor(options: ResolvedWriterOptions, tally: WriterTally, onArrival: () => void) {
    this.#options = options;
    this.#tally = tally;
    this.#onArrival = onArrival;
    this.#disk = this.#openSpool();
  }

  /** Takes rows in, unless that would break the memory's bound. */
  accept(part: BatchPart): void {
    if (this.#onTheirWay.bytes + part.body.length > this.#options.maxMemoryBytes) {
      this.#tally.dropped.memory_full += part.rows;
      return;
    }
    this.#onTheirWay.rows += part.rows;
    this.#onTheirWay.bytes += part.body.length;
    this.#disk = this.#disk.then(() => this.#takeIn(part));
  }

  /** Resolves when everything accepted so far is on disk, or in memory for good reason. */
  async settled(): Promise<void> {
    await this.#disk;
  }

  /** The oldest batch, which grows no more: it may have been sent before, and goes again as it was. */
  async next(): Promise<QueuedBatch | undefined> {
    // In turn with the disk's work: a part on its way there has its batch's token already.
    const oldest = this.#disk.then(() => this.#closeOldest());
    this.#disk = oldest.then(() => undefined);
    return oldest;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Ends the growth of all that wait. */
  seal(): void {
    this.#growing.clear();
  }

  /** Whether a batch waits that grows no more: it was sealed, or has reached its size. */
  get hasSealed(): boolean {
    return this.#waiting.some(({ part }) => this.#growing.get(part.table)?.token !== part.token);
  }

  /** The rows of a batch; `undefined` when they are gone, which is then counted. */
  async load({ token, table, parts }: QueuedBatch): Promise<Batch | undefined> {
    const onDisk = parts.filter((queued) => queued.kept === 'disk');
    const read = (await this.#spool?.read(onDisk.map(({ part }) => part))) ?? [];
    const loaded: BatchPart[] = [];
    for (const [index, queued] of onDisk.entries()) {
      const part = read[index];
      if (part !== undefined) loaded.push(part);
      else if (!queued.dropped) this.#tally.dropped.spool_damaged += queued.part.rows;
    }
    for (const queued of parts) if (queued.kept === 'memory') loaded.push(queued.part);
    return loaded.length === 0 ? undefined : joinParts(token, table, loaded);
  }

  /** Forgets a batch that was sent, parked or lost. */
  async remove({ token, parts }: QueuedBatch): Promise<void> {
    const gone = new Set(parts);
    this.#waiting = this.#waiting.filter((queued) => !gone.has(queued));
    const entries = parts.flatMap(({ kept, part }) => (kept === 'disk' ? [part] : []));
    if (entries.length === 0) return;
    this.#disk = this.#disk.then(() => this.#spool?.done(token, entries));
    await this.#disk;
  }

  size(): Record<'memoryRows' | 'memoryBytes' | 'diskRows' | 'diskBatches' | 'diskBytes', number> {
    const size = {
      memoryRows: this.#onTheirWay.rows,
      memoryBytes: this.#memoryBytes,
      diskRows: 0,
      diskBatches: 0,
      diskBytes: this.#spool?.bytes ?? 0,
    };
    const onDisk = new Set<string>();
    for (const queued of this.#waiting) {
      if (queued.kept === 'memory') {
        size.memoryRows += queued.part.rows;
      } else {
        size.diskRows += queued.part.rows;
        onDisk.add(queued.part.token);
      }
    }
    return { ...size, diskBatches: onDisk.size };
  }

  async close(): Promise<void> {
    await this.#disk;
    for (const queued of this.#waiting) {
      if (queued.kept === 'memory') this.#tally.dropped.closed += queued.part.rows;
    }
    await this.#spool?.close();
  }

  get #memoryBytes(): number {
    let bytes = this.#onTheirWay.bytes;
    for (const queued of this.#waiting)
      if (queued.kept === 'memory') bytes += queued.part.body.length;
    return bytes;
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
        this.#waiting.push({ kept: 'disk', part: entry, dropped: false });
        this.#tally.recovered += entry.rows;
      }
      this.#tally.healed('disk');
      if (this.#waiting.length > 0) this.#onArrival();
    } catch (error) {
      this.#diskFault(folder, error);
    }
  }

  #closeOldest(): QueuedBatch | undefined {
    const [oldest] = this.#waiting;
    if (oldest === undefined) return undefined;
    const { token, table } = oldest.part;
    if (this.#growing.get(table)?.token === token) this.#growing.delete(table);
    return { token, table, parts: this.#waiting.filter(({ part }) => part.token === token) };
  }

  async #takeIn(part: BatchPart): Promise<void> {
    const queued = await this.#keep({ token: this.#tokenFor(part), ...part });
    this.#waiting.push(queued);
    this.#onTheirWay.rows -= part.rows;
    this.#onTheirWay.bytes -= part.body.length;
    this.#boundMemory();
    this.#onArrival();
  }

  /** The token of the batch that a part belongs to. */
  #tokenFor({ table, rows, body }: BatchPart): string {
    const { maxRows, maxBatchBytes } = this.#options;
    let batch = this.#growing.get(table);
    const fits =
      batch !== undefined &&
      batch.rows + rows <= maxRows &&
      batch.bytes + body.length <= maxBatchBytes;
    if (batch === undefined || !fits) {
      batch = { token: newToken(), rows: 0, bytes: 0 };
      this.#growing.set(table, batch);
    }
    batch.rows += rows;
    batch.bytes += body.length;
    if (batch.rows >= maxRows || batch.bytes >= maxBatchBytes) this.#growing.delete(table);
    return batch.token;
  }

  async #keep(part: Batch): Promise<QueuedPart> {
    const inMemory: QueuedPart = { kept: 'memory', part, dropped: false };
    const folder = this.#options.spool;
    if (folder === undefined) return inMemory;
    await this.#openSpool();
    if (this.#spool === undefined) return inMemory;
    try {
      const entry = await this.#spool.append(part);
      this.#tally.healed('disk');
      return { kept: 'disk', part: entry, dropped: false };
    } catch (error) {
      this.#diskFault(folder, error);
      return inMemory;
    }
  }

  #diskFault(folder: string, error: unknown): void {
    this.#tally.fault('disk', error);
    const reason = error instanceof Error ? error.message : String(error);
    warnOnce(
      'WARN_EMAS_SPOOL_UNWRITABLE',
      `The spool folder ${folder} cannot be written (${reason}): batches stay in memory until it can.`,
    );
  }

  /** The spool was full and let go of its oldest segment. */
  #forget(entries: readonly SpoolEntry[]): void {
    const gone = new Set(entries);
    this.#waiting = this.#waiting.filter((queued) => {
      if (queued.kept !== 'disk' || !gone.has(queued.part)) return true;
      queued.dropped = true;
      this.#tally.dropped.spool_full += queued.part.rows;
      return false;
    });
  }

  #boundMemory(): void {
    let bytes = this.#memoryBytes;
    while (bytes > this.#options.maxMemoryBytes) {
      const index = this.#waiting.findIndex((queued) => queued.kept === 'memory');
      const [oldest] = index < 0 ? [] : this.#waiting.splice(index, 1);
      if (oldest?.kept !== 'memory') return;
      oldest.dropped = true;
      bytes -= oldest.part.body.length;
      this.#tally.dropped.memory_full += oldest.part.rows;
    }
  }
}
