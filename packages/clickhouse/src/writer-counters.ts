import { errorCode } from '@emas/errors';

/** Why rows were dropped: each is counted, none is silent. */
export type DropReason =
  /** The disk would not have them and the memory's bound was reached. */
  | 'memory_full'
  /** The spool's bound was reached: the oldest went. */
  | 'spool_full'
  /** A record on disk no longer checks, or its file is gone. */
  | 'spool_damaged'
  /** The engine rejected them and the dead-letter file had no room, or there is none. */
  | 'rejected'
  /** The writer was closed while they were in memory only. */
  | 'closed'
  /** They cannot be written as JSON. */
  | 'unserialisable';

/** What an operator wants to know of a writer. Counts are rows since the start, if not said otherwise. */
export interface WriterCounters {
  /** Accepted and not in a batch on disk yet. */
  readonly queued: { readonly rows: number; readonly bytes: number };
  /** On disk, waiting to be sent; `bytes` is the space taken, `limit` that of `maxSpoolBytes`. */
  readonly spooled: {
    readonly rows: number;
    readonly batches: number;
    readonly bytes: number;
    readonly limit: number;
  };
  /** When the oldest row that waits was accepted, ISO 8601; `null` where none waits. */
  readonly oldest: string | null;
  readonly sent: { readonly rows: number; readonly batches: number };
  /** Rejected by the engine and put into the dead-letter file. */
  readonly parked: number;
  /** What lies in the dead-letter file, of all processes; `limit` is `maxDeadLetterBytes`. */
  readonly deadLetters: { readonly rows: number; readonly bytes: number; readonly limit: number };
  readonly dropped: Readonly<Record<DropReason, number>>;
  /** Found at the start, left by earlier processes. */
  readonly recovered: number;
  /** Sends that failed and were repeated. */
  readonly retries: number;
  /** The last fault of engine or disk, gone with the next success. */
  readonly fault: WriterFault | null;
}

export interface WriterFault {
  readonly part: 'engine' | 'disk';
  /** ISO 8601. */
  readonly since: string;
  /** ClickHouse's number or the system's name, `ECONNREFUSED`. */
  readonly code: string;
  readonly message: string;
}

/** Where one writer counts. */
export class WriterTally {
  sentRows = 0;
  sentBatches = 0;
  parked = 0;
  recovered = 0;
  retries = 0;
  readonly dropped: Record<DropReason, number> = {
    memory_full: 0,
    spool_full: 0,
    spool_damaged: 0,
    rejected: 0,
    closed: 0,
    unserialisable: 0,
  };
  readonly #faults = new Map<WriterFault['part'], WriterFault>();

  fault(part: WriterFault['part'], error: unknown): void {
    const since = this.#faults.get(part)?.since ?? new Date().toISOString();
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    // Behind the other, if there is one: the last is told of.
    this.#faults.delete(part);
    this.#faults.set(part, { part, since, code: errorCode(error), message });
  }

  healed(part: WriterFault['part']): void {
    this.#faults.delete(part);
  }

  get currentFault(): WriterFault | null {
    return [...this.#faults.values()].at(-1) ?? null;
  }
}
