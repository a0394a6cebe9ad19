import type { ClickHouseClient } from '@clickhouse/client';
import { functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { z } from 'zod';

/** Options of `batchWriter()`. */
export interface BatchWriterOptions {
  /** From `connect()`. */
  readonly client: ClickHouseClient;
  /**
   * Folder in which batches lie until they are sent. Without it they are kept in memory only, and lost
   * with the process.
   */
  readonly spool?: string;
  /**
   * Milliseconds after which the rows of a table are sent, however few: the most a `kill -9` can lose.
   * @default 1000
   */
  readonly flushInterval?: number;
  /**
   * Rows of a table that are sent at once, before their time.
   * @default 10000
   */
  readonly maxRows?: number;
  /**
   * Bytes of a table's rows, as JSON, that are sent at once.
   * @default 4194304
   */
  readonly maxBatchBytes?: number;
  /**
   * Bytes of batches held in memory while the disk will not have them; the oldest are dropped then.
   * @default 33554432
   */
  readonly maxMemoryBytes?: number;
  /**
   * Bytes of batches on disk; the oldest are dropped then.
   * @default 268435456
   */
  readonly maxSpoolBytes?: number;
  /**
   * Bytes of the dead-letter file.
   * @default 16777216
   */
  readonly maxDeadLetterBytes?: number;
  /**
   * Milliseconds after which a rejected row is removed from that file: for rows that hold what may be kept for
   * a while only.
   * @default never
   */
  readonly maxDeadLetterAge?: number;
  /**
   * Milliseconds between tries while the engine is away: a random time up to `base`, doubled with each
   * failure up to `cap` ("full jitter").
   * @default { base: 500, cap: 15000 }
   */
  readonly retry?: { readonly base?: number; readonly cap?: number };
  /**
   * Milliseconds without a sign of life after which a process in another container or on another machine
   * counts as gone, and what it left in the same spool is taken over. Of processes that the same kernel
   * and PID namespace have, the kernel is asked instead.
   * @default 300000
   */
  readonly ownerTimeout?: number;
  /** Why nothing may be sent yet, such as tables that are not there; batches wait in the spool then. */
  readonly heldBackBy?: () => Error | undefined;
}

/** The options with their defaults filled in. */
export interface ResolvedWriterOptions {
  readonly client: ClickHouseClient;
  readonly spool?: string | undefined;
  readonly flushInterval: number;
  readonly maxRows: number;
  readonly maxBatchBytes: number;
  readonly maxMemoryBytes: number;
  readonly maxSpoolBytes: number;
  readonly maxDeadLetterBytes: number;
  readonly maxDeadLetterAge?: number | undefined;
  readonly retry: { readonly base: number; readonly cap: number };
  readonly ownerTimeout: number;
  readonly heldBackBy?: (() => Error | undefined) | undefined;
}

const MIB = 1024 * 1024;
const HOUR = 3_600_000;
const WANTED_AGE = 'expected milliseconds from a second to 4000 days';

const schema = z.strictObject({
  client: partOption<ClickHouseClient>('command', 'a client from connect()'),
  spool: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').optional(),
  flushInterval: wholeNumber('milliseconds', 10, HOUR, 1000),
  maxRows: wholeNumber('rows', 1, 1_000_000, 10_000),
  maxBatchBytes: wholeNumber('bytes', 1024, 256 * MIB, 4 * MIB),
  maxMemoryBytes: wholeNumber('bytes', 1024, 4096 * MIB, 32 * MIB),
  maxSpoolBytes: wholeNumber('bytes', 64 * 1024, 1024 * 1024 * MIB, 256 * MIB),
  maxDeadLetterBytes: wholeNumber('bytes', 0, 4096 * MIB, 16 * MIB),
  maxDeadLetterAge: z
    .int({ error: WANTED_AGE })
    .min(1000, WANTED_AGE)
    .max(4000 * 24 * HOUR, WANTED_AGE)
    .optional(),
  retry: z
    .strictObject({
      base: wholeNumber('milliseconds', 1, HOUR, 500),
      cap: wholeNumber('milliseconds', 1, HOUR, 15_000),
    })
    .prefault({}),
  ownerTimeout: wholeNumber('milliseconds', 1000, HOUR, 300_000),
  heldBackBy: functionOption<() => Error | undefined>(
    'a function that gives an error, or undefined',
  ).optional(),
});

/** @throws EmasError `ERR_EMAS_BATCH_WRITER_OPTIONS`. */
export function resolveWriterOptions(given: BatchWriterOptions): ResolvedWriterOptions {
  return parseOptions('batchWriter', 'ERR_EMAS_BATCH_WRITER_OPTIONS', schema, given);
}
