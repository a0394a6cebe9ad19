import { withRedis } from './redis-server.js';
import { ratios, rounds, startSubject, withFolder } from './run-subject.js';
import { requestsASecond } from './requests-a-second.js';
import { firstMessage } from '../waiting/first-message.js';

const SECONDS = 4;
const VISITORS = 32;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** Requests a second of a visitor who comes back; the server has a core to itself. */
async function load(kind, store, path) {
  return withFolder((folder) =>
    withRedis(folder, async (redis) => {
      const child = startSubject('server-session', { kind, store, redis });
      const { port } = await firstMessage(child);
      const site = `http://127.0.0.1:${port}`;
      const headers = { 'user-agent': FIREFOX };
      const visitors = [];
      for (let visitor = 0; visitor < VISITORS; visitor += 1) {
        const first = await fetch(`${site}/views`, { headers });
        const cookie = first.headers.getSetCookie()[0].split(';', 1)[0];
        visitors.push({ ...headers, cookie });
      }
      const url = site + path;
      const what = kind;
      const average = await requestsASecond({ what, url, visitors, warm: 1, seconds: SECONDS });
      child.kill('SIGKILL');
      return average;
    }),
  );
}

const READ = { path: '/read', what: 'a returning visitor whose session is read' };
const UNTOUCHED = { path: '/untouched', what: 'a request that never looks at its session' };
// A write is compared and set, and other processes see it: no budget.
const WRITTEN = { path: '/views', what: 'a request that writes to its session' };
const CASES = [
  { store: 'memory', ...READ, against: 'express-session', budget: 1 },
  { store: 'memory', ...UNTOUCHED, against: 'express-session', budget: 1 },
  { store: 'redis', ...READ, against: 'express-session', budget: 1 },
  { store: 'redis', ...UNTOUCHED, against: 'express-session', budget: 1 },
  { store: 'redis', ...WRITTEN, against: 'express-session', budget: null },
  { store: 'memory', ...READ, against: 'express-session, alone', budget: null },
  { store: 'redis', ...READ, against: 'express-session, alone', budget: null },
];

export const session = {
  about: 'requests a second with sessions, against express-session with the same store',
  async run(tell) {
    const rows = [];
    for (const { store, path, what, against, budget } of CASES) {
      tell(`${what}, ${store}, against ${against}`);
      const measured = await rounds(
        { theirs: () => load(against, store, path), ours: () => load('ours', store, path) },
        tell,
      );
      rows.push({
        subject: `requests/s, ${what}, ${store}`,
        against: store === 'redis' ? `${against}, connect-redis` : against,
        ratios: ratios(measured.ours, measured.theirs),
        budget,
      });
    }
    return rows;
  },
};
