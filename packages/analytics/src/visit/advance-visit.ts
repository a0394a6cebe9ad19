import type { Hit } from '../hit.ts';
import type { DimensionTable, VisitDimensions } from './dimensions.ts';
import { firstToday } from './first-today.ts';
import type { FirstToday } from './first-today.ts';
import { quarterHourOf } from '@emas/calendar';
import { Visitor } from './visitor.ts';
import type { Visit } from './visitor.ts';
import type { VisitorKey } from './visitor-keys.ts';

/** What one hit changes. */
export interface TrackedHit {
  readonly visitor: VisitorKey;
  readonly dimensions: VisitDimensions;
  /** Where the visit's own figures belong: its start. */
  readonly visitSlot: number;
  readonly visitDay: string;
  /** This visit sees the page for the first time. */
  readonly firstInVisit: boolean;
  readonly starts: boolean;
  /** The second hit: no bounce any more. */
  readonly secondHit: boolean;
  /** Seconds since the visit's last hit. */
  readonly duration: number;
  /** The page that was the last one until now; `undefined` with a visit's first hit. */
  readonly leftPage: string | undefined;
  readonly first: FirstToday;
}

/** A visit ends when nothing was heard of it for so long. */
export const VISIT_IDLE_MS: number = 30 * 60 * 1000;

/** Whether a visitor's last visit is still open at a time. */
export function isOpen(visitor: Visitor, time: number): boolean {
  return time - visitor.visit.last <= VISIT_IDLE_MS;
}

/** Somebody's first hit. */
export function begin(
  hit: Hit,
  key: VisitorKey,
  day: string,
  dimensions: DimensionTable,
): { readonly visitor: Visitor; readonly tracked: TrackedHit } {
  const visitor = new Visitor(key, day, newVisit(hit, day, 1, dimensions));
  return { visitor, tracked: tracked(visitor, hit, true, 0, undefined) };
}

/** The next hit of somebody known: of the open visit, or the first of another one. */
export function advance(
  visitor: Visitor,
  hit: Hit,
  day: string,
  dimensions: DimensionTable,
): TrackedHit {
  visitor.turnTo(day);
  if (isOpen(visitor, hit.time)) return nextHit(visitor, hit);
  visitor.visit = newVisit(hit, day, visitor.visit.number + 1, dimensions);
  return tracked(visitor, hit, true, 0, undefined);
}

function newVisit(hit: Hit, day: string, number: number, dimensions: DimensionTable): Visit {
  const slot = quarterHourOf(hit.time);
  const { time: last, page } = hit;
  return { number, dimensions: dimensions.of(hit), slot, day, last, hits: 1, page };
}

function nextHit(visitor: Visitor, hit: Hit): TrackedHit {
  const { visit } = visitor;
  visit.hits += 1;
  // A clock that was set back adds nothing and takes nothing.
  const duration = Math.max(0, Math.round((hit.time - visit.last) / 1000));
  const leftPage = visit.page;
  visit.last = Math.max(visit.last, hit.time);
  visit.page = hit.page;
  return tracked(visitor, hit, false, duration, leftPage);
}

function tracked(
  visitor: Visitor,
  hit: Hit,
  starts: boolean,
  duration: number,
  leftPage: string | undefined,
): TrackedHit {
  const { visit } = visitor;
  const seen = visitor.sees(hit.page);
  return {
    visitor: visitor.key,
    dimensions: visit.dimensions,
    visitSlot: visit.slot,
    visitDay: visit.day,
    firstInVisit: seen.inVisit,
    starts,
    secondHit: visit.hits === 2,
    duration,
    leftPage,
    first: firstToday(visit.dimensions, seen.today, visitor.otherVisitsToday()),
  };
}
