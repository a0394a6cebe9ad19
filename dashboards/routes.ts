import { remembered } from '@emas/analytics';
import type { Request } from 'express';
import { developers } from './pages/developers/server/developers.ts';
import type { ConsentSource, ResolvedOptions } from './options.ts';
import { block, unblock } from './pages/security/server/block.ts';
import { chain } from './pages/security/server/chain.ts';
import { incidentAction } from './pages/security/server/incident-action.ts';
import { incidents } from './pages/security/server/incidents.ts';
import { lines } from './pages/security/server/lines.ts';
import { security } from './pages/security/server/security.ts';
import { breakdown } from './pages/traffic/server/breakdown.ts';
import { consent } from './pages/traffic/server/consent.ts';
import { realtime } from './pages/traffic/server/realtime.ts';
import { traffic } from './pages/traffic/server/traffic.ts';
import type { PageName } from './pages/traffic/contract.ts';

/** What a page asks or does; whoever may open the page may. */
export interface ApiRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly page: PageName;
  readonly answer: (req: Request) => Promise<object>;
}

type Reading<Desk> = Readonly<Record<string, (req: Request, desk: Desk) => Promise<object>>>;

const TRAFFIC = { '/api/traffic': traffic, '/api/realtime': realtime, '/api/breakdown': breakdown };
const CONSENT = { '/api/consent': consent };
const SECURITY = {
  '/api/security': security,
  '/api/security/incidents': incidents,
  '/api/security/lines': lines,
  '/api/security/chain': chain,
};
const SECURITY_ACTIONS = {
  '/api/security/incident': incidentAction,
  '/api/security/block': block,
  '/api/security/unblock': unblock,
};
const DEVELOPERS = { '/api/developers': developers };

/** Those of the pages that the app has, in the order of the navigation. */
export function apiRoutes(options: ResolvedOptions): ApiRoute[] {
  const { site, timeZone, actor } = options;
  const routes: ApiRoute[] = [];
  const add = <Desk>(
    method: ApiRoute['method'],
    page: PageName,
    handlers: Reading<Desk>,
    desk: Desk,
  ): void => {
    for (const [path, handler] of Object.entries(handlers)) {
      routes.push({ method, path, page, answer: (req) => handler(req, desk) });
    }
  };
  if (options.traffic !== undefined) {
    const desk = { queries: options.traffic, site, timeZone };
    add('get', 'traffic', TRAFFIC, desk);
    if (options.consent !== undefined) {
      add('get', 'traffic', CONSENT, { ...desk, consent: oncePerWhile(options.consent) });
    }
  }
  if (options.security !== undefined) {
    const desk = { ...options.security, app: site, timeZone, actor };
    add('get', 'security', SECURITY, desk);
    add('post', 'security', SECURITY_ACTIONS, desk);
  }
  if (options.developers !== undefined) {
    add('get', 'developers', DEVELOPERS, { ...options.developers, app: site, timeZone });
  }
  return routes;
}

/**
 * Receipts of the whole period are counted for each answer: open pages, which refresh themselves every two
 * seconds, must not have that done again for a figure that hardly changes.
 */
const DECISIONS_MS = 10_000;

function oncePerWhile(source: ConsentSource): ConsentSource {
  type Question = Parameters<ConsentSource['rates']>[0];
  return { rates: remembered((asked: Question) => source.rates(asked), DECISIONS_MS) };
}

/** The pages that the app has, in the order of the navigation. */
export function pagesOf({
  traffic: queries,
  security: desk,
  developers: bench,
}: ResolvedOptions): PageName[] {
  const there = { traffic: queries, security: desk, developers: bench };
  return (['traffic', 'security', 'developers'] as const).filter(
    (name) => there[name] !== undefined,
  );
}
