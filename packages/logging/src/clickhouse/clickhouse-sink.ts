import { migrate, readMigrations } from '@emas/clickhouse';
import { schemaWriter } from '@emas/clickhouse';
import { sqlTime } from '@emas/clickhouse/internal';
import type { Keeping, KeptPlace } from '@emas/data-map';
import type { SchemaWriter, WriterCounters } from '@emas/clickhouse';
import { SCHEMA } from '../own-files.ts';
import { rejectedFor, sinkPlaces } from '../kept-places.ts';
import type { LogOrigin, LogRecord, LogSink, SinkCounters } from '../record.ts';
import { EventCounts } from './event-counts.ts';
import { resolveSinkOptions } from './options.ts';
import type { ClickHouseSinkOptions, ResolvedSinkOptions } from './options.ts';

const DAY = 86_400_000;

/** The log's receiver that writes to ClickHouse. */
export interface ClickHouseLogSink extends LogSink, Keeping {
  /** How its rows stand that wait to be written. */
  writer(): WriterCounters;
}

/** Makes or brings up to date the tables that `clickhouseSink()` writes. */
export async function migrateLogs(
  client: ClickHouseSinkOptions['client'],
  options: { readonly cluster?: string | undefined } = {},
): Promise<void> {
  await migrate(client, readMigrations(SCHEMA), { component: 'logging', ...options });
}

/**
 * Counts events by hour for dashboards, keeps the anchors of the log files, and, only where asked, the
 * lines. Batches wait on disk while the engine is away.
 *
 * @throws EmasError `ERR_EMAS_LOG_CLICKHOUSE_OPTIONS` on a wrong option.
 */
export function clickhouseSink(given: ClickHouseSinkOptions): ClickHouseLogSink {
  return new ClickHouseSink(resolveSinkOptions(given));
}

class ClickHouseSink implements ClickHouseLogSink {
  readonly name = 'clickhouse';
  readonly keeps: readonly KeptPlace[];
  readonly #options: ResolvedSinkOptions;
  readonly #writer: SchemaWriter;
  readonly #counts = new EventCounts();
  readonly #timer: NodeJS.Timeout;
  #written = 0;

  constructor(options: ResolvedSinkOptions) {
    this.#options = options;
    this.keeps = sinkPlaces(options);
    const { client, spool, flushInterval, cluster } = options;
    this.#writer = schemaWriter({
      what: 'log',
      client,
      maxDeadLetterAge: rejectedFor(options),
      ...(spool === undefined ? {} : { spool }),
      migrate: () => migrateLogs(client, { cluster }),
    });
    this.#timer = setInterval(() => this.#writeCounts(), flushInterval).unref();
  }

  write(record: LogRecord, origin: LogOrigin): void {
    this.#written += 1;
    if (record.event === 'log_anchor')
      this.#writer.add('emas_log_anchors', [anchorRow(record, origin)]);
    const { rawDays } = this.#options;
    if (rawDays !== undefined)
      this.#writer.add('emas_log_lines', [lineRow(record, origin, rawDays)]);
  }

  count(record: LogRecord, origin: LogOrigin): void {
    this.#counts.add(record, origin.app);
  }

  /** Hands them to the writer, which brings them to disk or to the engine as soon as the process lets it. */
  flushSync(): void {
    this.#writeCounts();
  }

  async close(timeout: number): Promise<void> {
    clearInterval(this.#timer);
    this.#writeCounts();
    await this.#writer.close({ timeout });
  }

  writer(): WriterCounters {
    return this.#writer.counters();
  }

  counters(): SinkCounters {
    const { queued, spooled, dropped, fault } = this.#writer.counters();
    return {
      written: this.#written,
      queued: queued.rows + spooled.rows,
      dropped: Object.values(dropped).reduce((sum, count) => sum + count, 0),
      fault: fault?.message ?? this.#writer.schemaFault?.message,
    };
  }

  #writeCounts(): void {
    const rows = this.#counts.take();
    if (rows.length > 0) this.#writer.add('emas_event_counts', rows);
  }
}

function anchorRow({ time, fields }: LogRecord, { app, host }: LogOrigin): object {
  return { time: sqlTime(time), app, host, ...fields };
}

function lineRow(record: LogRecord, { app, host }: LogOrigin, days: number): object {
  const { time, level, category, event = '', message, request = '', data } = record;
  const leaves = sqlTime(time + days * DAY).slice(0, 'YYYY-MM-DD hh:mm:ss'.length);
  return { time: sqlTime(time), leaves, app, host, level, category, event, message, request, data };
}
