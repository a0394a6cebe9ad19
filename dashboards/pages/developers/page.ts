import type { FrameSettings } from '../../frame/server/options.ts';
import { routesOf } from '../../frame/server/page.ts';
import type { DashboardPage } from '../../frame/server/page.ts';
import { WRONG_QUESTION } from '../../frame/server/problem.ts';
import type { DevelopersOptions } from './options.ts';
import { developers } from './server/developers.ts';

/** For developers: what is old and still called, what fails, what changed, and what carries all that away. */
export const developersPage: DashboardPage<FrameSettings & DevelopersOptions> = {
  name: 'developers',
  role: 'developer',
  filters: [],
  choices: {},
  faults: { ERR_EMAS_LOG_QUERY: WRONG_QUESTION },
  open({ developers: source, app, timeZone }) {
    if (source === undefined) return undefined;
    const desk = { ...source, app, timeZone };
    return { routes: routesOf('get', { '/api/developers': developers }, desk), facts: {} };
  },
};
