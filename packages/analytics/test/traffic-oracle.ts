import type { Hit } from '../src/hit.ts';
import { sourceOf } from '../src/source/classify.ts';
import type { Dimension } from '../src/dimensions.ts';
import type { Filter } from '../src/query/question.ts';
import { localDay } from '@emas/calendar';

/** One view with its visit's own facts: what an analytics of raw events would keep. */
interface View {
  readonly hit: Hit;
  readonly person: string;
  readonly day: string;
  readonly visit: Visit;
  /** First view of this page in its visit. */
  readonly firstOfPage: boolean;
}

interface Visit {
  readonly start: Hit;
  readonly views: Hit[];
}

export interface OracleFigures {
  views: number;
  visitors: number;
  visits: number;
  bounces: number;
  duration: number;
}

const IDLE_MS = 30 * 60_000;

/**
 * Counts traffic the slow and obvious way, from the hits themselves: an independent judge of the
 * rollups, which never see a whole hit.
 */
export class TrafficOracle {
  readonly #views: View[] = [];
  readonly #visits: Visit[] = [];

  constructor(hits: readonly Hit[], siteZone: string) {
    const open = new Map<string, Visit>();
    for (const hit of hits) {
      const person = `${hit.address} ${hit.client.browser} ${hit.client.os}`;
      let visit = open.get(person);
      const last = visit?.views.at(-1);
      if (visit === undefined || last === undefined || hit.time - last.time > IDLE_MS) {
        visit = { start: hit, views: [] };
        open.set(person, visit);
        this.#visits.push(visit);
      }
      const firstOfPage = visit.views.every((view) => view.page !== hit.page);
      visit.views.push(hit);
      this.#views.push({ hit, person, day: localDay(hit.time, siteZone), visit, firstOfPage });
    }
  }

  /** Of instants from (included) to (excluded). */
  figures(from: number, to: number, filters: readonly Filter[] = []): OracleFigures {
    const views = this.#views.filter(
      ({ hit, visit }) => hit.time >= from && hit.time < to && fits(hit.page, visit, filters),
    );
    // Visits belong to the quarter of an hour in which they began.
    const visits = this.#visits.filter(
      (visit) =>
        visit.start.time >= from && visit.start.time < to && fits(visit.start.page, visit, filters),
    );
    const byPage = filters.some(({ dimension }) => dimension === 'page');
    return {
      views: views.length,
      visitors: people(views),
      visits: byPage ? views.filter(({ firstOfPage }) => firstOfPage).length : visits.length,
      bounces: visits.filter((visit) => visit.views.length === 1).length,
      duration: visits.reduce((sum, visit) => sum + durationOf(visit), 0),
    };
  }

  /** Visitors and views by value, as a breakdown of a dimension has them. */
  values(
    from: number,
    to: number,
    dimension: Dimension,
    filters: readonly Filter[] = [],
  ): Map<string, { visitors: number; views: number }> {
    const groups = new Map<string, View[]>();
    for (const view of this.#views) {
      if (view.hit.time < from || view.hit.time >= to || !fits(view.hit.page, view.visit, filters))
        continue;
      const value = valueOf(view.hit.page, view.visit, dimension);
      groups.set(value, [...(groups.get(value) ?? []), view]);
    }
    return new Map(
      [...groups].map(([value, views]) => [
        value,
        { visitors: people(views), views: views.length },
      ]),
    );
  }

  exits(from: number, to: number): Map<string, { visits: number; visitors: number }> {
    const ends = new Map<string, View[]>();
    for (const visit of this.#visits) {
      if (visit.start.time < from || visit.start.time >= to) continue;
      const page = visit.views.at(-1)?.page ?? '';
      const first = this.#views.find((view) => view.visit === visit);
      if (first !== undefined) ends.set(page, [...(ends.get(page) ?? []), first]);
    }
    return new Map(
      [...ends].map(([page, firsts]) => [
        page,
        { visits: firsts.length, visitors: people(firsts) },
      ]),
    );
  }
}

/** A person counts once for each of the site's days, on which the salt changes. */
function people(views: readonly View[]): number {
  return new Set(views.map(({ person, day }) => `${person} ${day}`)).size;
}

function durationOf(visit: Visit): number {
  return visit.views.slice(1).reduce((sum, view, index) => {
    const before = visit.views[index]?.time ?? view.time;
    return sum + Math.round((view.time - before) / 1000);
  }, 0);
}

function fits(page: string, visit: Visit, filters: readonly Filter[]): boolean {
  const dimensions = new Set(filters.map(({ dimension }) => dimension));
  return [...dimensions].every((dimension) =>
    filters.some(
      (filter) =>
        filter.dimension === dimension && valueOf(page, visit, dimension) === filter.value,
    ),
  );
}

function valueOf(page: string, { start }: Visit, dimension: Dimension): string {
  const { source, client, country } = start;
  const told = {
    referrer: source.referrer,
    utm_source: source.utmSource,
    utm_medium: source.utmMedium,
  };
  const values: Record<Exclude<Dimension, 'exit_page'>, string> = {
    page,
    entry_page: start.page,
    ...sourceOf(told),
    ...told,
    utm_campaign: source.utmCampaign,
    utm_content: source.utmContent,
    utm_term: source.utmTerm,
    click_id: source.clickId,
    device: client.device,
    browser: client.browser,
    os: client.os,
    country,
  };
  return dimension === 'exit_page' ? '' : values[dimension];
}
