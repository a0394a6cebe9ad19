import { DIMENSIONS } from '@emas/analytics';
import { memoized } from '@emas/memoize';
import type { FrameSettings } from '../../frame/server/options.ts';
import { routesOf } from '../../frame/server/page.ts';
import type { DashboardPage } from '../../frame/server/page.ts';
import { WRONG_QUESTION } from '../../frame/server/problem.ts';
import type { TrafficFacts } from './contract.ts';
import { METRICS } from './metrics.ts';
import type { ConsentSource, TrafficOptions } from './options.ts';
import { breakdown } from './server/breakdown.ts';
import { consent } from './server/consent.ts';
import { realtime } from './server/realtime.ts';
import { traffic } from './server/traffic.ts';

const READS = { '/api/traffic': traffic, '/api/realtime': realtime, '/api/breakdown': breakdown };

/** For marketing: who came, from where, to what. */
export const trafficPage: DashboardPage<FrameSettings & TrafficOptions> = {
  name: 'traffic',
  role: 'marketing',
  filters: DIMENSIONS,
  choices: { metric: METRICS },
  faults: {
    ERR_EMAS_TRAFFIC_QUESTION: WRONG_QUESTION,
    ERR_EMAS_CONSENT_QUERY: WRONG_QUESTION,
    ERR_EMAS_TRAFFIC_NOT_KEPT: {
      status: 422,
      code: 'ERR_EMAS_DASHBOARD_NOT_KEPT',
      title: 'Figures that are not kept',
    },
  },
  open({ traffic: queries, consent: decisions, app }) {
    if (queries === undefined) return undefined;
    const desk = { queries, app };
    const facts: TrafficFacts = {
      smallCells: queries.smallCells,
      combine: queries.combine,
      hasConsent: decisions !== undefined,
    };
    const routes = routesOf('get', READS, desk);
    if (decisions === undefined) return { routes, facts };
    const withConsent = { ...desk, consent: oncePerWhile(decisions) };
    return {
      routes: [...routes, ...routesOf('get', { '/api/consent': consent }, withConsent)],
      facts,
    };
  },
};

/**
 * Receipts of the whole period are counted for each answer: open pages, which refresh themselves every two
 * seconds, must not have that done again for a figure that hardly changes.
 */
const DECISIONS_MS = 10_000;

function oncePerWhile(source: ConsentSource): ConsentSource {
  type Question = Parameters<ConsentSource['rates']>[0];
  return {
    smallCells: source.smallCells,
    rates: memoized((asked: Question) => source.rates(asked), DECISIONS_MS),
  };
}
