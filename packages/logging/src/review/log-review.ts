import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { appName, functionOption, parseOptions, partOption } from '@emas/options';
import { z } from 'zod';
import { logKeys } from '../options.ts';
import type { LogKey } from '../options.ts';
import type { LogQuery } from '../reading/search.ts';
import { ChainWatch } from './chain-watch.ts';
import type { ChainState } from './chain-watch.ts';
import { readEventCounts } from './event-counts.ts';
import type { EventCountQuery, EventCountRow } from './event-counts.ts';
import { findLines } from './found-lines.ts';
import type { FindLinesOptions, FoundLines } from './found-lines.ts';

/** Options of `logReview()`. */
export interface LogReviewOptions {
  /** From `connect()` of @emas/clickhouse, where `clickhouseSink()` counts. */
  readonly client: ClickHouseClient;
  /** Name of the app, as `createLogger()` has it. */
  readonly app: string;
  /** Folder of the files; without it there are counts only. */
  readonly folder?: string;
  /** What the files are chained with. */
  readonly key?: LogKey | readonly LogKey[];
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** The log as people review it: counts, lines, and whether it is whole. */
export interface LogReview {
  /** Whether there are files to read. */
  readonly hasFiles: boolean;
  /** How often what happened, of all machines. @throws EmasError `ERR_EMAS_LOG_QUERY`, or the engine's. */
  counts(query: EventCountQuery): Promise<readonly EventCountRow[]>;
  /**
   * The latest lines that are meant, from the files of this machine.
   *
   * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_QUERY`.
   */
  lines(query: LogQuery, options?: FindLinesOptions): Promise<FoundLines>;
  /**
   * How the chains of this machine's files stood when they were last verified; that is done again after ten
   * minutes, which nobody waits for.
   *
   * @param again Verifies now, and waits for it. @default false
   * @throws EmasError `ERR_EMAS_LOG_FOLDER`.
   */
  chain(again?: boolean): Promise<ChainState>;
}

const schema = z.strictObject({
  client: partOption<ClickHouseClient>('query', 'a client from connect()'),
  app: appName,
  folder: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').optional(),
  key: logKeys,
  now: functionOption<() => number>('a clock').default(() => Date.now),
});

/** @throws EmasError `ERR_EMAS_LOG_REVIEW_OPTIONS`. */
export function logReview(given: LogReviewOptions): LogReview {
  const options = parseOptions('logReview', 'ERR_EMAS_LOG_REVIEW_OPTIONS', schema, given);
  const { client, app, folder, key, now } = options;
  const chains = folder === undefined ? undefined : new ChainWatch(folder, key, now);
  const noFolder = (): EmasError =>
    new EmasError('ERR_EMAS_LOG_FOLDER', 'This review was given no folder of log files.');
  return {
    hasFiles: folder !== undefined,
    counts: (query) => readEventCounts(client, app, query),
    async lines(query, how) {
      if (folder === undefined) throw noFolder();
      return findLines(folder, query, how);
    },
    async chain(again = false) {
      if (chains === undefined) throw noFolder();
      return chains.state(again);
    },
  };
}
