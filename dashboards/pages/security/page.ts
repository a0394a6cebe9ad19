import type { FrameSettings } from '../../frame/server/options.ts';
import { routesOf } from '../../frame/server/page.ts';
import type { DashboardPage } from '../../frame/server/page.ts';
import { NOT_DONE, WRONG_QUESTION } from '../../frame/server/problem.ts';
import type { SecurityOptions } from './options.ts';
import { block, unblock } from './server/block.ts';
import { chain } from './server/chain.ts';
import { SECURITY_DIMENSIONS } from './server/desk.ts';
import { incidentAction } from './server/incident-action.ts';
import { incidents } from './server/incidents.ts';
import { lines } from './server/lines.ts';
import { security } from './server/security.ts';

const READS = {
  '/api/security': security,
  '/api/security/incidents': incidents,
  '/api/security/lines': lines,
  '/api/security/chain': chain,
};
const ACTIONS = {
  '/api/security/incident': incidentAction,
  '/api/security/block': block,
  '/api/security/unblock': unblock,
};

/** For the security team: who fails to sign in, what that amounts to, and what is done about it. */
export const securityPage: DashboardPage<FrameSettings & SecurityOptions> = {
  name: 'security',
  role: 'security',
  filters: SECURITY_DIMENSIONS,
  choices: {},
  faults: {
    ERR_EMAS_LOG_QUERY: WRONG_QUESTION,
    ERR_EMAS_LOGIN_REVIEW_QUERY: WRONG_QUESTION,
    ERR_EMAS_LOGIN_INCIDENT: NOT_DONE,
    ERR_EMAS_LOGIN_BLOCK: NOT_DONE,
    ERR_EMAS_LOG_FOLDER: {
      status: 404,
      code: 'ERR_EMAS_DASHBOARD_NO_LOG',
      title: 'There is no log to read',
    },
  },
  open({ security: source, app, timeZone, actor, events }) {
    if (source === undefined) return undefined;
    const desk = { ...source, app, timeZone, actor, events };
    return {
      routes: [...routesOf('get', READS, desk), ...routesOf('post', ACTIONS, desk)],
      facts: {},
    };
  },
};
