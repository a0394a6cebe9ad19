import type { WriterCounters } from '@emas/clickhouse';
import type { PartReading } from '../health/part-reading.ts';

/** How a writer to ClickHouse stands. */
export function writerReading(name: string, counters: WriterCounters): PartReading {
  const { queued, spooled, oldest, sent, deadLetters, dropped, fault } = counters;
  return {
    part: name,
    name,
    kind: 'figures',
    // Whether ClickHouse is there is told of ClickHouse; of a writer, whether its rows wait too long.
    access: 'ok',
    fault: fault === null ? undefined : { code: fault.code, message: fault.message },
    losses: 0,
    flow: {
      queued: queued.rows,
      spooled: spooled.rows,
      spoolUsed: spooled.bytes / spooled.limit,
      oldest: oldest === null ? undefined : Date.parse(oldest),
      sent: sent.rows,
      parked: deadLetters.rows,
      dropped: Object.fromEntries(Object.entries(dropped).filter(([, count]) => count > 0)),
    },
  };
}
