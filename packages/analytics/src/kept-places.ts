import { waitingPlaces } from '@emas/clickhouse/internal';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { keySpace } from '@emas/redis';
import type { ResolvedOptions } from './options.ts';
import { VISIT_IDLE_MS } from './visit/visit.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Rows that the engine rejected hold the keys of visitors of an open day, which go soon after it. */
export const REJECTED_FOR_MS: number = DAY;
/** A day is closed within an hour of the end of the one after it. */
const CLOSED_WITHIN_MS = DAY + HOUR;
const MONTH_MS = 31 * DAY;
/** What is over is looked for each quarter of an hour. */
const SWEPT_EVERY_MS = HOUR / 4;

const OF_A_VIEW: readonly DataKind[] = [
  'visitor-key',
  'page',
  'source',
  'client',
  'country',
  'hour',
];

type Keeping = Pick<ResolvedOptions, 'redis' | 'prefix' | 'app' | 'spool' | 'keepMonths'>;

/** What is kept of visitors as they are counted, and of nobody afterwards. */
export function trafficPlaces(keeping: Keeping): readonly KeptPlace[] {
  const { spool, keepMonths } = keeping;
  const reason = 'figures';
  const rejectedFor = REJECTED_FOR_MS;
  return [
    visitPlace(keeping),
    ...waitingPlaces({ part: 'analytics', spool, rejectedFor, holds: OF_A_VIEW, reason }),
    ...['open', 'closing'].map((table): KeptPlace => ({
      id: `analytics/${table}`,
      kind: 'table',
      where: `emas_${table}`,
      holds: OF_A_VIEW,
      reason,
      kept: { ms: CLOSED_WITHIN_MS, after: 'day' },
      readers: ['app'],
    })),
    figuresPlace('figures', 'emas_cells', keepMonths * MONTH_MS),
    figuresPlace('fresh', 'emas_fresh', CLOSED_WITHIN_MS),
  ];
}

function visitPlace({ redis, prefix, app }: Keeping): KeptPlace {
  const visit: Omit<KeptPlace, 'kind' | 'where' | 'kept'> = {
    id: 'analytics/visits',
    holds: ['visitor-key', 'page', 'source', 'client', 'country', 'moment'],
    reason: 'figures',
    readers: ['app'],
  };
  if (redis === undefined) {
    const kept = { ms: VISIT_IDLE_MS + SWEPT_EVERY_MS, after: 'last use' } as const;
    return { ...visit, kind: 'memory', where: 'open visits', kept };
  }
  const where = `${keySpace({ prefix, app, part: 'traffic' })}visitor:<number>`;
  return { ...visit, kind: 'redis', where, kept: { ms: VISIT_IDLE_MS, after: 'last use' } };
}

function figuresPlace(name: string, where: string, ms: number): KeptPlace {
  return {
    id: `analytics/${name}`,
    kind: 'table',
    where,
    holds: ['figures'],
    reason: 'figures',
    kept: { ms, after: 'day' },
    readers: ['marketing'],
  };
}
