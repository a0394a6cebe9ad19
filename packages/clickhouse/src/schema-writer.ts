import { batchWriter } from './batch-writer.ts';
import type { BatchWriter } from './batch-writer.ts';
import { migrateWhenReachable } from './migrate-when-reachable.ts';
import { within } from './within.ts';
import type { BatchWriterOptions } from './writer-options.ts';

/** Options of `schemaWriter()`: those of `batchWriter()`, and whose tables it writes. */
export interface SchemaWriterOptions extends Omit<BatchWriterOptions, 'heldBackBy'> {
  /** For messages: `login review`. */
  readonly what: string;
  /** Makes its tables, or brings them up to date; tried again until ClickHouse is there. */
  readonly migrate: () => Promise<void>;
}

/** A writer whose batches wait until its tables are there. */
export interface SchemaWriter extends BatchWriter {
  /**
   * Resolves when the tables are there, or when it was closed before.
   *
   * Rejects with an EmasError where trying again cannot help: a newer schema, a changed migration.
   */
  readonly ready: Promise<void>;
  /** Why no batch is sent yet. */
  readonly schemaFault: Error | undefined;
  /**
   * As `batchWriter()` closes.
   *
   * @param options.waitForTables Whether an app that ends soon after its start waits for its tables as
   *   well, within `timeout`. @default true
   */
  close(options?: { readonly timeout?: number; readonly waitForTables?: boolean }): Promise<void>;
}

const STANDARD_TIMEOUT_MS = 5000;

/** @throws EmasError `ERR_EMAS_BATCH_WRITER_OPTIONS`. */
export function schemaWriter(options: SchemaWriterOptions): SchemaWriter {
  const { what, migrate, ...given } = options;
  let fault: Error | undefined = new Error(`The tables of the ${what} do not exist yet.`);
  const stopping = new AbortController();
  const { signal } = stopping;
  const writer = batchWriter({ ...given, heldBackBy: () => fault });
  const onFailure = (error: Error): void => {
    fault = error;
  };
  const ready = migrateWhenReachable(migrate, { signal, onFailure });
  const settled = ready.then(() => {
    if (!signal.aborted) fault = undefined;
    return undefined;
  }, onFailure);
  return {
    add: (table, rows) => writer.add(table, rows),
    flush: () => writer.flush(),
    counters: () => writer.counters(),
    ready,
    get schemaFault() {
      return fault;
    },
    async close({ timeout = STANDARD_TIMEOUT_MS, waitForTables = true } = {}) {
      const until = Date.now() + timeout;
      if (waitForTables) await within(timeout, settled);
      stopping.abort();
      await writer.close({ timeout: Math.max(0, until - Date.now()) });
    },
  };
}
