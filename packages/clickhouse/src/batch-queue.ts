import { join } from 'node:path';
import { warnOnce } from '@emas/warnings';
import { joinParts } from './batch.ts';
import type { Batch } from './batch.ts';
import { GrowingBatches } from './growing-batches.ts';
import { halvesOf } from './pieces.ts';
import type { DeadLetters } from './spool/dead-letters.ts';
import type { Mark } from './spool/read-folder.ts';
import type { SpoolEntry } from './spool/segment.ts';
import { FolderTakenError, Spool } from './spool/spool.ts';
import { entriesOf, foundBatch, isSplit, memoryOf, rowsOf, sizeOf } from './waiting-batch.ts';
import type {
  AcceptedPart,
  QueueSize,
  QueuedBatch,
  QueuedPart,
  WaitingBatch,
} from './waiting-batch.ts';
import type { ResolvedWriterOptions } from './writer-options.ts';
import type { WriterTally } from './writer-counters.ts';

export type { QueuedBatch } from './waiting-batch.ts';

/** Sent rows leave the disk, and others learn that this process lives, within two such rounds. */
const ROUND_MS = 15_000;
/** Rounds of silence after which an owner elsewhere counts as gone; fewer where they would be too short. */
const SILENT_ROUNDS = 20;

/**
 * The batches that wait, oldest first. Each is on disk before anything sends it, so that a process
 * that dies in between finds it again.
 *
 * While a batch waits it grows: an insert costs the engine much the same for one row as for a thousand,
 * and an engine that was away for a day is not to be asked once for each of its seconds. A part carries
 * the token of its batch from the beginning, so that after a crash the same parts have the same token.
 * Once it was sent it never changes, sent successfully or not.
 */
export class BatchQueue {
  readonly #options: ResolvedWriterOptions;
  readonly #tally: WriterTally;
  readonly #onArrival: () => void;
  readonly #growing: GrowingBatches;
  readonly #batches = new Map<string, WaitingBatch>();
  readonly #spool: Spool | undefined;
  readonly #letters: DeadLetters | undefined;
  readonly #rounds: NodeJS.Timeout | undefined;
  #lastSeq = 0;
  /** Parts handed to the disk, oldest first, and what they hold. */
  readonly #onTheirWay = { parts: new Set<AcceptedPart>(), rows: 0, bytes: 0 };
  /** Disk work is done one piece after the other. */
  #disk: Promise<void> = Promise.resolve();

  /**
   * @param letters Measured from time to time, since others write them too.
   * @param onArrival Called when there is something to send.
   */
  constructor(
    options: ResolvedWriterOptions,
    tally: WriterTally,
    letters: DeadLetters | undefined,
    onArrival: () => void,
  ) {
    this.#letters = letters;
    this.#options = options;
    this.#tally = tally;
    this.#onArrival = onArrival;
    this.#growing = new GrowingBatches(options);
    if (options.spool === undefined) return;
    const every = Math.min(ROUND_MS, options.ownerTimeout / SILENT_ROUNDS);
    this.#spool = new Spool({
      root: join(options.spool, 'batches'),
      maxBytes: options.maxSpoolBytes,
      silentRounds: Math.ceil(options.ownerTimeout / every),
      onFound: (entries, marksOf) => this.#takeFound(entries, marksOf),
      onDropped: (entries) => {
        this.#tally.dropped.spool_full += this.#takeAway(entries);
      },
      onTaken: (entries) => this.#handOver(entries),
    });
    this.#round();
    this.#rounds = setInterval(() => this.#round(), every).unref();
  }

  /** Takes rows in, unless that would break the memory's bound. */
  accept(part: AcceptedPart): void {
    if (this.#onTheirWay.bytes + part.body.length > this.#options.maxMemoryBytes) {
      this.#tally.dropped.memory_full += part.rows;
      return;
    }
    this.#onTheirWay.parts.add(part);
    this.#onTheirWay.rows += part.rows;
    this.#onTheirWay.bytes += part.body.length;
    void this.#inTurn(() => this.#takeIn(part));
  }

  /** Resolves when everything accepted so far is on disk, or in memory for good reason. */
  async settled(): Promise<void> {
    await this.#disk;
  }

  /** All that wait, by token, oldest first. */
  waiting(): ReadonlyMap<string, QueuedBatch> {
    return this.#batches;
  }

  /** A batch that grows no more from now on: it goes again as it was, as often as it takes. */
  async freeze(token: string): Promise<QueuedBatch | undefined> {
    // In turn with the disk's work: a part on its way there has its batch's token already.
    return this.#inTurn(async () => {
      const batch = this.#batches.get(token);
      this.#growing.close(token);
      if (batch !== undefined) batch.isGrowing = false;
      return Promise.resolve(batch);
    });
  }

  get isEmpty(): boolean {
    return this.#batches.size === 0;
  }

  /** Ends the growth of all that wait. */
  seal(): void {
    this.#growing.closeAll();
    for (const batch of this.#batches.values()) batch.isGrowing = false;
  }

  /**
   * The rows of a batch; `undefined` when they are gone, which is then counted.
   *
   * @throws The system's error where the disk does not tell whether they are.
   */
  async load({ token, table, parts }: QueuedBatch): Promise<Batch | undefined> {
    const entries = entriesOf(parts);
    const inMemory = parts.flatMap(({ kept, part }) => (kept === 'memory' ? [part] : []));
    const read = await this.#inTurn(async () => {
      const found = (await this.#spool?.read(entries)) ?? [];
      // What another process has taken over waits here no more, and is not lost.
      const missing = entries.filter((_, index) => found[index] === undefined);
      this.#tally.dropped.spool_damaged += this.#takeAway(missing);
      this.#spool?.lose(missing);
      return found;
    });
    const loaded = [...read.filter((part) => part !== undefined), ...inMemory];
    return loaded.length === 0 ? undefined : joinParts(token, table, loaded);
  }

  /**
   * Splits what of a batch has this token, for good.
   *
   * @returns The pieces' tokens; `'wait'` where it could not be remembered for a later process.
   */
  async split({ token, parts }: QueuedBatch, piece: string): Promise<readonly string[] | 'wait'> {
    const batch = this.#batches.get(token);
    if (batch === undefined) return 'wait';
    try {
      await this.#mark(token, parts, { kind: 'split', token: piece });
    } catch (error) {
      this.#tally.fault('disk', error);
      return 'wait';
    }
    const halves = halvesOf(piece);
    batch.pieces = batch.pieces.flatMap((one) => (one === piece ? halves : [one]));
    return halves;
  }

  /** Forgets a piece of a batch that was sent or parked. */
  async pieceDone({ token, parts }: QueuedBatch, piece: string): Promise<void> {
    const batch = this.#batches.get(token);
    // The last is remembered with the batch.
    if (batch === undefined || piece === token) return;
    batch.pieces = batch.pieces.filter((one) => one !== piece);
    // Without the mark the piece is sent again after a crash, and its token counts once.
    await this.#mark(token, parts, { kind: 'done', token: piece }).catch(() => undefined);
  }

  /** Forgets a batch that was sent, parked or lost. */
  async remove({ token, parts }: QueuedBatch): Promise<void> {
    this.#batches.delete(token);
    const entries = entriesOf(parts);
    if (entries.length === 0) return;
    // A file that cannot be removed now is removed in a later round.
    await this.#inTurn(async () => this.#spool?.settle(token, entries)).catch((error: unknown) =>
      this.#tally.fault('disk', error),
    );
  }

  size(): QueueSize & { readonly diskBytes: number } {
    const size = sizeOf(this.#batches.values());
    const [first] = this.#onTheirWay.parts;
    return {
      ...size,
      memoryRows: size.memoryRows + this.#onTheirWay.rows,
      memoryBytes: size.memoryBytes + this.#onTheirWay.bytes,
      oldest: Math.min(size.oldest, first?.at ?? Infinity),
      diskBytes: this.#spool?.bytes ?? 0,
    };
  }

  async end(): Promise<void> {
    clearInterval(this.#rounds);
    await this.#disk;
    for (const { parts } of this.#batches.values()) {
      if (parts[0]?.kept === 'memory') this.#tally.dropped.closed += rowsOf(parts);
    }
    await this.#spool?.close();
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#disk.then(work);
    this.#disk = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  #round(): void {
    const work = async (): Promise<void> => {
      await this.#letters?.measure();
      await this.#spool?.round();
    };
    void this.#inTurn(work).catch((error: unknown) => this.#diskFault(error));
  }

  async #mark(batch: string, parts: readonly QueuedPart[], mark: Mark): Promise<void> {
    const entries = entriesOf(parts);
    if (entries.length > 0) await this.#inTurn(async () => this.#spool?.mark(batch, entries, mark));
  }

  async #takeIn(part: AcceptedPart): Promise<void> {
    const queued = await this.#keep(part);
    this.#onTheirWay.parts.delete(part);
    this.#onTheirWay.rows -= part.rows;
    this.#onTheirWay.bytes -= part.body.length;
    if (queued === undefined) return;
    const { token, table } = queued.part;
    const known = this.#batches.get(token);
    if (known === undefined) this.#batches.set(token, this.#newBatch(token, table, [queued]));
    else known.parts.push(queued);
    this.#boundMemory();
    this.#onArrival();
  }

  #newBatch(token: string, table: string, parts: QueuedPart[]): WaitingBatch {
    return { token, table, parts, pieces: [token], isGrowing: this.#growing.has(token) };
  }

  /** @returns `undefined` where the part is another process's already. */
  async #keep(part: AcceptedPart): Promise<QueuedPart | undefined> {
    const spool = this.#spool;
    if (spool !== undefined) {
      try {
        const entry = await this.#append(spool, part);
        this.#tally.healed('disk');
        return entry === undefined ? undefined : { kept: 'disk', part: entry };
      } catch (error) {
        this.#diskFault(error);
      }
    }
    const token = this.#growing.tokenFor(part, 'memory');
    return { kept: 'memory', part: { token, ...part } };
  }

  async #append(spool: Spool, part: AcceptedPart): Promise<SpoolEntry | undefined> {
    this.#lastSeq += 1;
    const token = this.#growing.tokenFor(part, 'disk');
    try {
      return await spool.append({ token, seq: this.#lastSeq, ...part });
    } catch (error) {
      if (!(error instanceof FolderTakenError)) throw error;
      // What the batch had before is another's now: this part is the first of a new one.
      return this.#append(spool, part);
    }
  }

  #diskFault(error: unknown): void {
    this.#tally.fault('disk', error);
    const reason = error instanceof Error ? error.message : String(error);
    warnOnce(
      'WARN_EMAS_SPOOL_UNWRITABLE',
      `The spool folder ${this.#options.spool ?? ''} cannot be used (${reason}): batches stay in memory until it can.`,
    );
  }

  /** What others left: older than anything of this process. */
  #takeFound(entries: readonly SpoolEntry[], marksOf: (token: string) => readonly Mark[]): void {
    const found = new Map<string, SpoolEntry[]>();
    for (const entry of entries) {
      // Parked rows that are sent again and wait already.
      const known = found.get(entry.token);
      if (this.#batches.has(entry.token)) this.#spool?.lose([entry]);
      else if (known === undefined) found.set(entry.token, [entry]);
      else known.push(entry);
    }
    for (const [token, parts] of found) {
      const batch = foundBatch(token, parts, marksOf(token));
      this.#batches.set(token, batch);
      this.#tally.recovered += rowsOf(batch.parts);
    }
    if (found.size > 0) this.#onArrival();
  }

  /** @returns How many rows of them still waited. */
  #takeAway(entries: readonly SpoolEntry[]): number {
    const gone = new Set<unknown>(entries);
    let rows = 0;
    for (const token of new Set(entries.map((entry) => entry.token))) {
      const batch = this.#batches.get(token);
      if (batch === undefined) continue;
      const { parts } = batch;
      const left = parts.filter(({ part }) => !gone.has(part));
      // Of one that was split, the pieces are known by their place in the whole: what is left has none.
      batch.parts = isSplit(batch) && left.length < parts.length ? [] : left;
      rows += rowsOf(parts) - rowsOf(batch.parts);
      if (batch.parts.length > 0) continue;
      this.#batches.delete(token);
      if (left.length > 0) void this.remove({ ...batch, parts: left });
    }
    return rows;
  }

  #handOver(entries: readonly SpoolEntry[]): void {
    for (const { token } of entries) this.#growing.close(token);
    this.#takeAway(entries);
  }

  #boundMemory(): void {
    const inMemory = [...this.#batches.values()].filter(({ parts }) => parts[0]?.kept === 'memory');
    let bytes = inMemory.reduce((sum, { parts }) => sum + memoryOf(parts), this.#onTheirWay.bytes);
    for (const batch of inMemory) {
      while (bytes > this.#options.maxMemoryBytes && batch.parts.length > 0) {
        // Of one that was split, the pieces are known by their place in the whole.
        const gone = batch.parts.splice(0, isSplit(batch) ? batch.parts.length : 1);
        bytes -= memoryOf(gone);
        this.#tally.dropped.memory_full += rowsOf(gone);
      }
      if (batch.parts.length === 0) this.#batches.delete(batch.token);
    }
  }
}
