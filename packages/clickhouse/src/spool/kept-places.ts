import { join } from 'node:path';
import type { KeptPlace } from '@emas/data-map';

/** What a writer's rows are about. */
export interface WaitingRows extends Pick<KeptPlace, 'holds' | 'reason'> {
  /** Whose they are, `analytics`. */
  readonly part: string;
  readonly spool: string | undefined;
  /** For how long rows stay that the engine rejected. */
  readonly rejected: KeptPlace['kept'];
}

/** Where rows are on their way to ClickHouse. */
export function waitingPlaces(rows: WaitingRows): readonly KeptPlace[] {
  const { part, spool, rejected, holds, reason } = rows;
  const place: Pick<KeptPlace, 'holds' | 'reason' | 'readers'> = {
    holds,
    reason,
    readers: ['app'],
  };
  const waiting = { ...place, id: `${part}/waiting`, kept: { until: 'sent' } } as const;
  if (spool === undefined) return [{ ...waiting, kind: 'memory', where: `rows of ${part}` }];
  return [
    { ...waiting, kind: 'file', where: join(spool, 'batches', '<file>') },
    {
      ...place,
      id: `${part}/rejected`,
      kind: 'file',
      where: join(spool, 'dead-letters.jsonl'),
      kept: rejected,
    },
  ];
}
