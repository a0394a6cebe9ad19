import { join } from 'node:path';
import { analytics } from '@emas/analytics';
import type { Analytics } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import type { WriterCounters } from '@emas/clickhouse';
import { consentRecords } from '@emas/consent';
import type { Keeping } from '@emas/data-map';
import type { ConsentRecords } from '@emas/consent';
import { clickhouseSink, logReview } from '@emas/logging';
import type { ClickHouseLogSink, LogReview } from '@emas/logging';
import { loginReview } from '@emas/login-guard';
import type { LoginReview } from '@emas/login-guard';
import type { PartReading } from '../health/part-reading.ts';
import { serverOf } from '../settings/part-faults.ts';
import type { Settings } from '../settings/settings.ts';
import { defaultSmallCells } from '../settings/small-cells.ts';
import { clickhouseReading } from './clickhouse-reading.ts';
import type { OpenRedis } from './redis.ts';

/** Everything that is counted in ClickHouse. */
export interface Figures {
  readonly client: ReturnType<typeof connect>;
  readonly traffic: Analytics | undefined;
  readonly review: LoginReview;
  readonly receipts: ConsentRecords;
  /** Of the log, for the dashboards. */
  readonly log: LogReview;
  /** Receives the log's lines, and counts them. */
  readonly logSink: ClickHouseLogSink;
  /** Those who keep something of visitors; the log's receiver says it through the logger. */
  readonly keepers: readonly Keeping[];
  /** How what waits to be written stands, by name. */
  writers(): (readonly [string, WriterCounters])[];
  /** How the engine or the server stands. @param now Milliseconds since 1970. */
  reading(now: number): Promise<PartReading>;
  /** Sends what there is, but for the log's own counts, which the logger brings out. */
  close(timeout: number): Promise<void>;
  closeEngine(): Promise<void>;
}

/** @throws EmasError of `connect()`, where the engine's folder cannot be opened. */
export function openFigures(
  settings: Settings,
  redis: OpenRedis['client'] | undefined,
): Figures | undefined {
  const { clickhouse, app, data, events, logKey } = settings;
  if (clickhouse === false) return undefined;
  const client = connect(
    clickhouse === 'embedded' ? { embedded: join(data, 'clickhouse') } : serverOf(clickhouse),
  );
  const cluster = clickhouse === 'embedded' ? undefined : clickhouse.cluster;
  const shared = cluster === undefined ? { client } : { client, cluster };
  const days = daysOf(settings);
  const traffic =
    settings.analytics === false
      ? undefined
      : analytics({
          ...settings.analytics,
          ...days,
          ...shared,
          ...(redis === undefined ? {} : { redis }),
          exclude: [...ownPaths(settings), ...(settings.analytics.exclude ?? [])],
          app,
          spool: join(data, 'spool', 'traffic'),
        });
  const counted = { ...shared, flushInterval: settings.countInterval };
  const review = loginReview({ ...shared, app, spool: join(data, 'spool', 'logins'), events });
  const receipts = consentRecords({
    ...days,
    ...shared,
    app,
    spool: join(data, 'spool', 'consent'),
    events,
  });
  const log = logReview({ client, app, folder: join(data, 'logs'), key: logKey });
  const logSink = clickhouseSink({ ...counted, spool: join(data, 'spool', 'log') });
  return {
    client,
    traffic,
    review,
    receipts,
    log,
    logSink,
    keepers: [
      ...(traffic === undefined ? [] : [traffic]),
      review,
      ...(settings.consent === undefined ? [] : [receipts]),
    ],
    writers: () => [
      ...(traffic === undefined ? [] : [['traffic', traffic.counters().writer] as const]),
      ['logins', review.counters()],
      ['consent', receipts.counters()],
      ['log', logSink.writer()],
    ],
    reading: (now) => clickhouseReading(client, now),
    async close(timeout) {
      await Promise.all([traffic?.close(), review.close({ timeout }), receipts.close({ timeout })]);
    },
    closeEngine: () => client.close(),
  };
}

/** Whose days figures are of, and how few people they may be about: the same for all of them. */
function daysOf({ analytics: given, timeZone, isProduction }: Settings): {
  readonly timeZone: string;
  readonly smallCells: number;
} {
  const asked = given === false ? undefined : given.smallCells;
  return { timeZone, smallCells: asked ?? defaultSmallCells(!isProduction) };
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
