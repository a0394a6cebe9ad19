import { warnOnce } from '@emas/warnings';
import { tableName } from './batch.ts';
import { bodyOf } from './batch-body.ts';
import type { RowLine } from './batch-body.ts';
import { BatchQueue } from './batch-queue.ts';
import { Delivery } from './delivery/delivery.ts';
import { RowBuffer } from './row-buffer.ts';
import { DeadLetters } from './spool/dead-letters.ts';
import { within } from './within.ts';
import { resolveWriterOptions } from './writer-options.ts';
import type { BatchWriterOptions, ResolvedWriterOptions } from './writer-options.ts';
import { WriterTally } from './writer-counters.ts';
import type { WriterCounters } from './writer-counters.ts';

/**
 * Takes rows and brings them to ClickHouse in batches, each exactly once: see the package's README for
 * what happens when the engine, the disk or the process goes away.
 */
export interface BatchWriter {
  /**
   * Accepts rows for a table: objects, or JSON lines where the caller writes them faster, one row each, as text or,
   * in a `Uint8Array` that is the writer's from now on, as UTF-8. Returns at once; never throws on the rows.
   *
   * @throws EmasError `ERR_EMAS_CLICKHOUSE_TABLE` on a name that is not an identifier.
   */
  add(table: string, rows: readonly (object | string)[]): void;
  /** Sends what was accepted so far now; resolves after one try, successful or not. */
  flush(): Promise<WriterCounters>;
  /**
   * Flushes and stops. What is not sent within `timeout` milliseconds (5000) stays in the spool for the
   * next start, or is dropped and counted where there is none.
   */
  close(options?: { readonly timeout?: number }): Promise<void>;
  /** For an operator. */
  counters(): WriterCounters;
}

/** @throws EmasError `ERR_EMAS_BATCH_WRITER_OPTIONS`. */
export function batchWriter(given: BatchWriterOptions): BatchWriter {
  const options = resolveWriterOptions(given);
  if (options.spool === undefined) {
    warnOnce(
      'WARN_EMAS_NO_SPOOL',
      'batchWriter has no spool folder: figures that wait for ClickHouse are lost with the process.',
    );
  }
  return new SpoolingWriter(options);
}

class SpoolingWriter implements BatchWriter {
  readonly #options: ResolvedWriterOptions;
  readonly #tally = new WriterTally();
  readonly #buffers = new Map<string, RowBuffer>();
  readonly #queue: BatchQueue;
  readonly #delivery: Delivery;
  readonly #letters: DeadLetters | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ResolvedWriterOptions) {
    this.#options = options;
    const { spool, maxDeadLetterBytes, maxDeadLetterAge } = options;
    this.#letters =
      spool === undefined
        ? undefined
        : new DeadLetters(spool, maxDeadLetterBytes, maxDeadLetterAge ?? Infinity);
    const onArrival = (): void => this.#delivery.wake();
    this.#queue = new BatchQueue(options, this.#tally, this.#letters, onArrival);
    this.#delivery = new Delivery(options, this.#queue, this.#tally, this.#letters);
  }

  add(table: string, rows: readonly (object | string)[]): void {
    if (this.#closed) {
      this.#tally.dropped.closed += rows.length;
      return;
    }
    const buffer = this.#bufferOf(table);
    for (const row of rows) {
      const line = isLine(row) ? row : jsonLine(row);
      if (line === undefined || line.length === 0) this.#tally.dropped.unserialisable += 1;
      else buffer.add(line);
      const { maxRows, maxBatchBytes } = this.#options;
      if (buffer.rows >= maxRows || buffer.bytes >= maxBatchBytes) this.#handOver(table, buffer);
    }
    if (buffer.rows > 0) {
      this.#timer ??= setTimeout(() => this.#handOverAll(), this.#options.flushInterval).unref();
    }
  }

  async flush(): Promise<WriterCounters> {
    this.#handOverAll();
    await this.#delivery.tryAllOnce();
    return this.counters();
  }

  async close({ timeout = 5000 }: { readonly timeout?: number } = {}): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#handOverAll();
    await within(timeout, this.#delivery.tryAllOnce());
    this.#delivery.stop();
    await this.#queue.end();
  }

  counters(): WriterCounters {
    const { sentRows, sentBatches, parked, dropped, recovered, retries } = this.#tally;
    const open = [...this.#buffers.values()];
    const waiting = this.#queue.size();
    const { maxSpoolBytes, maxDeadLetterBytes } = this.#options;
    const oldest = open.reduce((first, { since }) => Math.min(first, since), waiting.oldest);
    return {
      queued: {
        rows: open.reduce((sum, buffer) => sum + buffer.rows, waiting.memoryRows),
        bytes: open.reduce((sum, buffer) => sum + buffer.bytes, waiting.memoryBytes),
      },
      spooled: {
        rows: waiting.diskRows,
        batches: waiting.diskBatches,
        bytes: waiting.diskBytes,
        limit: maxSpoolBytes,
      },
      oldest: oldest === Infinity ? null : new Date(oldest).toISOString(),
      sent: { rows: sentRows, batches: sentBatches },
      parked,
      deadLetters: { ...(this.#letters?.size ?? { rows: 0, bytes: 0 }), limit: maxDeadLetterBytes },
      dropped: { ...dropped },
      recovered,
      retries,
      fault: this.#tally.currentFault,
    };
  }

  #bufferOf(table: string): RowBuffer {
    const known = this.#buffers.get(table);
    if (known !== undefined) return known;
    const buffer = new RowBuffer();
    this.#buffers.set(tableName(table), buffer);
    return buffer;
  }

  #handOverAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [table, buffer] of this.#buffers) {
      if (buffer.rows > 0) this.#handOver(table, buffer);
    }
  }

  #handOver(table: string, buffer: RowBuffer): void {
    const at = buffer.since;
    const lines = buffer.take();
    this.#queue.accept({ table, rows: lines.length, body: bodyOf(lines), at });
  }
}

function isLine(row: object | string): row is RowLine {
  return typeof row === 'string' || row instanceof Uint8Array;
}

function jsonLine(row: object): string | undefined {
  try {
    return JSON.stringify(row);
  } catch {
    // A circle or a BigInt: the caller counts it.
    return undefined;
  }
}
