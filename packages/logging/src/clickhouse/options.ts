import type { ClickHouseClient } from '@clickhouse/client';
import { parseOptions, partOption, wholeNumber } from '@emas/options';
import { z } from 'zod';

/** Options of `clickhouseSink()`. */
export interface ClickHouseSinkOptions {
  /** From `connect()` of @emas/clickhouse. */
  readonly client: ClickHouseClient;
  /** Folder in which what waits for the engine lies; without it that is lost with the process. */
  readonly spool?: string;
  /**
   * Days for which whole lines, addresses included, are kept in ClickHouse as well. Counts need no lines.
   * @default none are
   */
  readonly rawDays?: number;
  /** Milliseconds between two writes of counts. @default 10000 */
  readonly flushInterval?: number;
  /** Name of the ClickHouse cluster, where there is one. */
  readonly cluster?: string;
}

/** The options with their defaults filled in. */
export interface ResolvedSinkOptions {
  readonly client: ClickHouseClient;
  readonly spool?: string | undefined;
  readonly rawDays?: number | undefined;
  readonly flushInterval: number;
  readonly cluster?: string | undefined;
}

const schema = z.strictObject({
  client: partOption<ClickHouseClient>('command', 'a client from connect()'),
  spool: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').optional(),
  rawDays: z
    .int({ error: 'expected whole days' })
    .min(1, 'expected 1 day or more')
    .max(4000, 'expected at most 4000 days')
    .optional(),
  flushInterval: wholeNumber('milliseconds', 100, 3_600_000, 10_000),
  cluster: z.string({ error: 'expected the name of a cluster' }).optional(),
});

/** @throws EmasError `ERR_EMAS_LOG_CLICKHOUSE_OPTIONS`. */
export function resolveSinkOptions(given: ClickHouseSinkOptions): ResolvedSinkOptions {
  return parseOptions('clickhouseSink', 'ERR_EMAS_LOG_CLICKHOUSE_OPTIONS', schema, given);
}
