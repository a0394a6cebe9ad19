import type { EmasLogger, SinkCounters } from '@emas/logging';
import type { PartReading } from '../health/part-reading.ts';
import type { Figures } from './figures.ts';
import type { OpenRedis } from './redis.ts';
import { writerReading } from './writer-reading.ts';

export interface ReadableParts {
  readonly figures: Figures | undefined;
  readonly redis: OpenRedis | undefined;
  readonly logger: EmasLogger;
  /** Names of the receivers of lines that the app brought. */
  readonly receivers: readonly string[];
}

/** Asks each part how it is. @param now Milliseconds since 1970. */
export async function readParts(parts: ReadableParts, now: number): Promise<PartReading[]> {
  const { figures, redis, logger, receivers } = parts;
  const servers = await Promise.all([
    ...(figures === undefined ? [] : [figures.reading(now)]),
    ...(redis === undefined ? [] : [redisReading(redis)]),
  ]);
  const writers = figures?.writers() ?? [];
  const sinks = Object.entries(logger.counters());
  const others = new Set([...LOGGERS_OWN, ...receivers]);
  return [
    ...servers,
    ...writers.map(([name, counters]) => writerReading(name, counters)),
    ...sinks
      // What the log brings to ClickHouse is one of the writers.
      .filter(([name]) => figures === undefined || name !== figures.logSink.name)
      .map(([name, counters]) =>
        others.has(name) ? receiverReading(name, counters) : fileReading(name, counters),
      ),
  ];
}

/** Receivers that the logger has by itself. */
const LOGGERS_OWN = ['console', 'winston'];

async function redisReading(redis: OpenRedis): Promise<PartReading> {
  const access = await redis.standing();
  const named = { part: 'redis', name: 'redis', kind: 'store' } as const;
  return { ...named, access, fault: undefined, losses: 0, flow: undefined };
}

function fileReading(name: string, counters: SinkCounters): PartReading {
  const access = counters.fault === undefined ? 'ok' : 'unwritable';
  return { part: `${name}_log`, name, kind: 'file', access, ...sinkReading(counters) };
}

function receiverReading(name: string, counters: SinkCounters): PartReading {
  const access = counters.fault === undefined ? 'ok' : 'away';
  return { part: `${name}_receiver`, name, kind: 'receiver', access, ...sinkReading(counters) };
}

function sinkReading(counters: SinkCounters): Pick<PartReading, 'fault' | 'losses' | 'flow'> {
  const { written, queued, dropped, fault } = counters;
  return {
    fault: fault === undefined ? undefined : { code: '', message: fault },
    losses: 0,
    flow: {
      queued,
      spooled: 0,
      spoolUsed: undefined,
      oldest: undefined,
      sent: written,
      parked: 0,
      dropped: dropped > 0 ? { dropped } : {},
    },
  };
}
