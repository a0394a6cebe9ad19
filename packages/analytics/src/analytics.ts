import { schemaWriter } from '@emas/clickhouse';
import type { BatchWriter, WriterCounters } from '@emas/clickhouse';
import type { Keeping } from '@emas/data-map';
import { keySpace } from '@emas/redis';
import { warnOnce } from '@emas/warnings';
import type { RequestHandler } from 'express';
import { REJECTED_FOR_MS, trafficPlaces } from './kept-places.ts';
import { resolveOptions } from './options.ts';
import type { AnalyticsOptions, ResolvedOptions } from './options.ts';
import { pageViewMiddleware } from './page-view-middleware.ts';
import type { MiddlewareCounters } from './page-view-middleware.ts';
import { Recorder } from './record/recorder.ts';
import type { RecorderCounts } from './record/recorder.ts';
import { migrateAnalytics } from './migrate-analytics.ts';
import { DayKeeper } from './days/day-keeper.ts';
import { closeRegularly } from './days/regular-closing.ts';
import { queriesOf } from './query/traffic-queries.ts';
import { redisVisitStore } from './visit/visit-store.ts';
import type { VisitStore } from './visit/visit-store.ts';
import type { TrafficQueries } from './query/traffic-queries.ts';

/** Traffic figures of one app. Mount it behind `requestContext()` and before the routes. */
export interface Analytics extends RequestHandler, Keeping {
  /** What the figures say. */
  readonly queries: TrafficQueries;
  /** Resolves when the tables are there; rejects when they never will be. */
  readonly ready: Promise<void>;
  /** Sends what was counted so far. */
  flush(): Promise<void>;
  /** Sends what was counted and stops; what cannot be sent stays in the spool. */
  close(): Promise<void>;
  /** For an operator. */
  counters(): AnalyticsCounters;
}

/** How the whole path stands, from the request to the engine. */
export interface AnalyticsCounters extends RecorderCounts {
  readonly writer: WriterCounters;
  readonly visitorsInMemory: number;
  readonly visitorsEvicted: number;
  /** Hits counted without the shared store, because it failed. */
  readonly storeFaults: number;
  readonly invalidReferrers: number;
  readonly faults: number;
}

/** The writer has nothing to wait for: the rows waited already. */
const WRITER_INTERVAL_MS = 10;

/**
 * Counts page views, visits and where they came from, in aggregate. A day that is over leaves sums that
 * are about nobody: see the README.
 *
 * @throws EmasError `ERR_EMAS_ANALYTICS_OPTIONS`.
 */
export function analytics(given: AnalyticsOptions): Analytics {
  const options = resolveOptions(given);
  const { client, app, timeZone, network, limits, spool } = options;
  const recorder = new Recorder({
    app,
    timeZone,
    network,
    maxVisitors: limits.visitors,
    maxPages: limits.pages,
    maxHits: limits.hits,
    store: storeOf(options),
  });
  const writer = schemaWriter({
    what: 'traffic figures',
    client,
    flushInterval: WRITER_INTERVAL_MS,
    maxDeadLetterAge: REJECTED_FOR_MS,
    ...(spool === undefined ? {} : { spool }),
    migrate: () => migrateAnalytics(client, { cluster: options.cluster }),
  });
  writer.ready.catch((error: Error) =>
    warnOnce('WARN_EMAS_ANALYTICS_SCHEMA', `Traffic figures are kept back: ${error.message}`),
  );
  const counters: MiddlewareCounters = { invalidReferrers: 0, faults: 0, lastFault: undefined };
  const timer = setInterval(() => {
    recorder.passTime(Date.now());
    recorder.drainTo(writer);
  }, options.flushInterval).unref();
  const keeper = new DayKeeper({ ...options, smallest: options.smallCells });
  const closing = closeRegularly(keeper, writer.ready);

  return Object.assign(pageViewMiddleware(recorder, options, counters), {
    keeps: trafficPlaces(options),
    queries: queriesOf(keeper),
    ready: writer.ready,
    async flush(): Promise<void> {
      await recorder.settled();
      recorder.drainTo(writer);
      await writer.flush();
    },
    async close(): Promise<void> {
      clearInterval(timer);
      await closing.stop();
      await recorder.settled();
      recorder.drainTo(writer);
      await writer.close({ waitForTables: false });
    },
    counters: () => countersOf(recorder, writer, counters),
  });
}

function storeOf({ redis, prefix, app }: ResolvedOptions): VisitStore | undefined {
  if (redis === undefined) return undefined;
  return redisVisitStore(redis, keySpace({ prefix, app, part: 'traffic' }));
}

function countersOf(
  recorder: Recorder,
  writer: BatchWriter,
  counters: MiddlewareCounters,
): AnalyticsCounters {
  const { visitors, evicted, storeFaults } = recorder.memory();
  return {
    ...recorder.counts(),
    writer: writer.counters(),
    visitorsInMemory: visitors,
    visitorsEvicted: evicted,
    storeFaults,
    invalidReferrers: counters.invalidReferrers,
    faults: counters.faults,
  };
}
