import { ratios } from './run-subject.js';
import { inTurns } from './warm-servers.js';

const SIZES = [1000, 10_000, 100_000, 1_000_000];
const HOW = { warm: 6, seconds: 3, count: 5 };
const numbered = (count) => count.toLocaleString('en');

/** What becomes of requests a second as sessions and processes become more. */
export const growth = {
  about: 'requests a second with a thousand to a million sessions, and with two processes',
  async run(tell) {
    const kept = Object.fromEntries(
      SIZES.map((sessions) => [
        numbered(sessions),
        {
          what: 'server-session',
          options: { kind: 'ours', store: 'memory', sessions },
        },
      ]),
    );
    const bySize = await inTurns(kept, { ...HOW, returning: true, path: '/views' }, tell);
    const cluster = (exec, processes) => ({
      what: 'server-cluster',
      options: { exec, processes },
      cores: 'all',
    });
    const byProcesses = await inTurns(
      {
        bare1: cluster('server-bare', 1),
        bare2: cluster('server-bare', 2),
        ours1: cluster('server-ours', 1),
        ours2: cluster('server-ours', 2),
      },
      { ...HOW, returning: false },
      tell,
    );
    const [fewest, ...more] = SIZES.map(numbered);
    const twice = (name) => ratios(byProcesses[`${name}2`], byProcesses[`${name}1`]);
    return [
      ...more.map((sessions) => ({
        subject: `requests/s that write to their session, of ${sessions} in memory`,
        against: `of ${fewest}`,
        ratios: ratios(bySize[sessions], bySize[fewest]),
        budget: null,
      })),
      {
        subject:
          'requests/s of two processes with the whole suite, on two cores with their clients',
        against: 'one process',
        ratios: twice('ours'),
        budget: null,
      },
      {
        subject: 'the same of bare Express',
        against: 'one process',
        ratios: twice('bare'),
        budget: null,
      },
    ];
  },
};
