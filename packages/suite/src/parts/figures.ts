import { join } from 'node:path';
import { analytics } from '@emas/analytics';
import type { Analytics } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import type { WriterCounters } from '@emas/clickhouse';
import { consentRecords } from '@emas/consent';
import type { ConsentRecords } from '@emas/consent';
import { clickhouseSink, logReview } from '@emas/logging';
import type { LogReview, LogSink } from '@emas/logging';
import { loginReview } from '@emas/login-guard';
import type { LoginReview } from '@emas/login-guard';
import { serverOf } from '../settings/part-faults.ts';
import type { Settings } from '../settings/settings.ts';
import type { OpenRedis } from './redis.ts';

/** Everything that is counted in ClickHouse. */
export interface Figures {
  readonly traffic: Analytics | undefined;
  readonly review: LoginReview;
  readonly receipts: ConsentRecords;
  /** Of the log, for the dashboards. */
  readonly log: LogReview;
  /** Receives the log's lines, and counts them. */
  readonly logSink: LogSink;
  /** How what waits to be written stands, by name. */
  writers(): (readonly [string, WriterCounters])[];
  /** Whether the engine answers. */
  answers(): Promise<boolean>;
  /** Sends what there is, but for the log's own counts, which the logger brings out. */
  close(timeout: number): Promise<void>;
  closeEngine(): Promise<void>;
}

/** A demo has one visitor, who wants to see himself; where patients are counted, five hide each other. */
const SMALL_CELLS_IN_DEVELOPMENT = 1;

/** @throws EmasError of `connect()`, where the engine's folder cannot be opened. */
export function openFigures(
  settings: Settings,
  redis: OpenRedis['client'] | undefined,
): Figures | undefined {
  const { clickhouse, app, data, timeZone, isProduction, events, logKey } = settings;
  if (clickhouse === false) return undefined;
  const client = connect(
    clickhouse === 'embedded' ? { embedded: join(data, 'clickhouse') } : serverOf(clickhouse),
  );
  const cluster = clickhouse === 'embedded' ? undefined : clickhouse.cluster;
  const shared = cluster === undefined ? { client } : { client, cluster };
  const traffic =
    settings.analytics === false
      ? undefined
      : analytics({
          ...(isProduction ? {} : { smallCells: SMALL_CELLS_IN_DEVELOPMENT }),
          ...settings.analytics,
          ...shared,
          ...(redis === undefined ? {} : { redis }),
          exclude: [...ownPaths(settings), ...(settings.analytics.exclude ?? [])],
          app,
          timeZone,
          spool: join(data, 'spool', 'traffic'),
        });
  const counted = { ...shared, flushInterval: settings.countInterval };
  const review = loginReview({ ...shared, app, spool: join(data, 'spool', 'logins'), events });
  const receipts = consentRecords({
    ...shared,
    app,
    spool: join(data, 'spool', 'consent'),
    events,
  });
  const log = logReview({ client, app, folder: join(data, 'logs'), key: logKey });
  const logSink = clickhouseSink({ ...counted, spool: join(data, 'spool', 'log') });
  return {
    traffic,
    review,
    receipts,
    log,
    logSink,
    writers: () => [
      ...(traffic === undefined ? [] : [['traffic', traffic.counters().writer] as const]),
      ['logins', review.counters()],
      ['consent', receipts.counters()],
    ],
    answers: async () => (await client.ping()).success,
    async close(timeout) {
      await Promise.all([traffic?.close(), review.close({ timeout }), receipts.close({ timeout })]);
    },
    closeEngine: () => client.close(),
  };
}

/** The suite's own pages are no pages of the app. */
function ownPaths({ dashboards, health, consent }: Settings): string[] {
  const paths = [
    dashboards === false ? undefined : dashboards.path,
    health === false ? undefined : health,
    consent?.path,
  ].filter((path) => path !== undefined);
  return ['/emas/*', ...paths.flatMap((path) => [path, `${path.replace(/\/$/, '')}/*`])];
}
