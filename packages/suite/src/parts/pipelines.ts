import type { PipelineRow } from '@emas/dashboards';
import type { PartStanding } from '../health/health-watch.ts';
import type { PartFlow } from '../health/part-reading.ts';

/** How everything that carries figures and lines away stands, for the developer page. */
export function pipelineRows(standings: readonly PartStanding[]): PipelineRow[] {
  return standings.map(({ reading, degraded }) => {
    const { name, kind, access, losses, fault, flow } = reading;
    const states = degraded.map(({ standing, since }) => ({ state: standing, since }));
    const isOpening = access === 'opening';
    return {
      name,
      kind,
      states: states.length > 0 ? states : [{ state: isOpening ? 'opening' : 'ok', since: null }],
      losses,
      fault: fault?.message ?? '',
      flow: flow === undefined ? null : flowOf(flow),
    };
  });
}

function flowOf({ oldest, spoolUsed, ...flow }: PartFlow): PipelineRow['flow'] {
  return {
    ...flow,
    spoolUsed: spoolUsed ?? null,
    oldest: oldest === undefined ? null : new Date(oldest).toISOString(),
  };
}
