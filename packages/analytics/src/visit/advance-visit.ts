import type { DatedHit } from '../hit.ts';
import { Visit } from './visit.ts';
import type { VisitorKey } from './visitor-keys.ts';
import type { VisitValueTable } from './visit-values.ts';

/** What one hit changes. */
export interface TrackedHit {
  /** Of the visitor, on the day of the hit. */
  readonly key: VisitorKey;
  readonly visit: Visit;
  readonly starts: boolean;
  /** The second hit: no bounce any more. */
  readonly secondHit: boolean;
  /** The visit sees the page for the first time. */
  readonly firstOfPage: boolean;
  readonly page: string;
  /** Seconds since the visit's last hit. */
  readonly duration: number;
  /** The page that was the last one until now; '' with a visit's first hit. */
  readonly leftPage: string;
}

export function beginVisit(hit: DatedHit, key: VisitorKey, table: VisitValueTable): TrackedHit {
  const { day, page } = hit;
  const visit = new Visit({ values: table.of(hit), day, key, time: hit.hit.time, page });
  return {
    key,
    visit,
    starts: true,
    secondHit: false,
    firstOfPage: true,
    page,
    duration: 0,
    leftPage: '',
  };
}

export function continueVisit(visit: Visit, hit: DatedHit, key: VisitorKey): TrackedHit {
  visit.hits += 1;
  // A clock that was set back adds nothing and takes nothing.
  const { time } = hit.hit;
  const duration = Math.max(0, Math.round((time - visit.last) / 1000));
  const leftPage = visit.page;
  visit.last = Math.max(visit.last, time);
  const firstOfPage = visit.turnTo(hit.page);
  return {
    key,
    visit,
    starts: false,
    secondHit: visit.hits === 2,
    firstOfPage,
    page: hit.page,
    duration,
    leftPage,
  };
}
