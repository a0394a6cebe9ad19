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

const OF_ONE_VISITOR: readonly DataKind[] = ['page', 'source', 'client', 'country', 'hour'];

type Keeping = Pick<
  ResolvedOptions,
  'redis' | 'prefix' | 'app' | 'spool' | 'keepMonths' | 'smallCells'
>;

/** What is kept of visitors as they are counted, and of nobody afterwards. */
export function trafficPlaces(keeping: Keeping): readonly KeptPlace[] {
  const { spool, keepMonths, smallCells } = keeping;
  // Without rounding a figure may be about one visitor.
  const holds = smallCells === 1 ? OF_ONE_VISITOR : (['figures'] as const);
  const reason = 'figures';
  const rejected = { ms: REJECTED_FOR_MS, after: 'written' } as const;
  return [
    ...visitPlaces(keeping),
    ...waitingPlaces({ part: 'analytics', spool, rejected, holds: OF_A_VIEW, reason }),
    ...['open', 'closing'].map((table): KeptPlace => ({
      id: `analytics/${table}`,
      kind: 'table',
      where: `emas_${table}`,
      holds: OF_A_VIEW,
      reason,
      kept: { ms: CLOSED_WITHIN_MS, after: 'day' },
      readers: ['app'],
    })),
    figuresPlace('figures', holds, {
      where: 'emas_cells',
      kept: { ms: keepMonths * MONTH_MS, after: 'day' },
    }),
    figuresPlace('totals', ['figures'], { where: 'emas_cells', kept: { until: 'never' } }),
    figuresPlace('fresh', holds, {
      where: 'emas_fresh',
      kept: { ms: CLOSED_WITHIN_MS, after: 'day' },
    }),
  ];
}

function visitPlaces({ redis, prefix, app }: Keeping): readonly KeptPlace[] {
  const visit: Omit<KeptPlace, 'kind' | 'where' | 'kept'> = {
    id: 'analytics/visits',
    holds: ['visitor-key', 'page', 'source', 'client', 'country', 'moment'],
    reason: 'figures',
    readers: ['app'],
  };
  // Also with Redis, for as long as it is away.
  const own: KeptPlace = {
    ...visit,
    kind: 'memory',
    where: 'open visits',
    kept: { ms: VISIT_IDLE_MS + SWEPT_EVERY_MS, after: 'last use' },
  };
  if (redis === undefined) return [own];
  const where = `${keySpace({ prefix, app, part: 'traffic' })}visitor:<number>`;
  const kept = { ms: VISIT_IDLE_MS, after: 'last use' } as const;
  return [{ ...visit, kind: 'redis', where, kept }, own];
}

function figuresPlace(
  name: string,
  holds: readonly DataKind[],
  at: Pick<KeptPlace, 'where' | 'kept'>,
): KeptPlace {
  return {
    ...at,
    id: `analytics/${name}`,
    kind: 'table',
    holds,
    reason: 'figures',
    readers: ['marketing'],
  };
}
