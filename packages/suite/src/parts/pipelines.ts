import type { WriterCounters } from '@emas/clickhouse';
import type { PipelineRow } from '@emas/dashboards';
import type { EmasLogger, SinkCounters } from '@emas/logging';
import type { Figures } from './figures.ts';

/** How everything that carries figures and lines away stands. */
export function pipelineRows(logger: EmasLogger, figures: Figures | undefined): PipelineRow[] {
  const writers = figures === undefined ? [] : figures.writers();
  return [
    ...writers.map(([name, counters]) => writerRow(name, counters)),
    ...Object.entries(logger.counters()).map(([name, counters]) => sinkRow(name, counters)),
  ];
}

function writerRow(name: string, counters: WriterCounters): PipelineRow {
  const { queued, spooled, sent, parked, dropped, fault } = counters;
  const lost = Object.entries(dropped).filter(([, count]) => count > 0);
  return {
    name,
    kind: 'figures',
    state: stateOf(fault !== null, lost.length > 0),
    queued: queued.rows,
    spooled: spooled.rows,
    sent: sent.rows,
    parked,
    dropped: Object.fromEntries(lost),
    fault: fault?.message ?? '',
  };
}

/** The files of a log are named for it, whatever else receives lines is not one of them. */
function sinkRow(name: string, { written, queued, dropped, fault }: SinkCounters): PipelineRow {
  return {
    // What the log's receiver brings there are its counts, not ClickHouse itself.
    name: name === COUNTS ? 'log' : name,
    kind: kindOf(name),
    state: stateOf(fault !== undefined, dropped > 0),
    queued,
    spooled: 0,
    sent: written,
    parked: 0,
    dropped: dropped > 0 ? { dropped } : {},
    fault: fault ?? '',
  };
}

const COUNTS = 'clickhouse';
const RECEIVERS: ReadonlySet<string> = new Set(['console', 'syslog', 'winston']);

function kindOf(name: string): PipelineRow['kind'] {
  if (name === COUNTS) return 'figures';
  return RECEIVERS.has(name) ? 'receiver' : 'file';
}

function stateOf(isAway: boolean, hasLost: boolean): PipelineRow['state'] {
  if (isAway) return 'waiting';
  return hasLost ? 'dropping' : 'ok';
}
