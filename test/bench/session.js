import { once } from 'node:events';
import autocannon from 'autocannon';
import { withRedis } from './redis-server.js';
import { ratios, rounds, startSubject, withFolder } from './run-subject.js';

const SECONDS = 4;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** Requests a second of a visitor who comes back; the server has a core to itself. */
async function load(kind, store, path) {
  return withFolder((folder) =>
    withRedis(folder, async (redis) => {
      const child = startSubject('server-session', { kind, store, redis });
      const [{ port }] = await once(child, 'message');
      const site = `http://127.0.0.1:${port}`;
      const headers = { 'user-agent': FIREFOX };
      const first = await fetch(`${site}/views`, { headers });
      const cookie = first.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
      if (kind !== 'bare') Object.assign(headers, { cookie: cookie.join('; ') });
      await autocannon({ url: site + path, headers, connections: 32, duration: 1 });
      const result = await autocannon({
        url: site + path,
        headers,
        connections: 32,
        duration: SECONDS,
      });
      child.kill('SIGKILL');
      if (result.non2xx > 0 || result.errors > 0) throw new Error(`${kind} did not answer well.`);
      return result.requests.average;
    }),
  );
}

const CASES = [
  { store: 'memory', path: '/read', what: 'a returning visitor whose session is read' },
  { store: 'memory', path: '/untouched', what: 'a request that never looks at its session' },
  { store: 'redis', path: '/read', what: 'a returning visitor whose session is read' },
  { store: 'redis', path: '/untouched', what: 'a request that never looks at its session' },
  { store: 'redis', path: '/views', what: 'a request that writes to its session' },
];

export const session = {
  about: 'requests a second with sessions, against express-session with the same store',
  async run(tell) {
    const rows = [];
    for (const { store, path, what } of CASES) {
      tell(`${what}, ${store}`);
      const measured = await rounds(
        {
          theirs: () => load('express-session', store, path),
          ours: () => load('ours', store, path),
        },
        tell,
      );
      rows.push({
        subject: `requests/s, ${what}, ${store}`,
        against: store === 'redis' ? 'express-session with connect-redis' : 'express-session',
        ratios: ratios(measured.ours, measured.theirs),
        // A write is compared and set, and several processes see it: no budget but what it costs.
        budget: path === '/views' ? null : 1,
      });
    }
    return rows;
  },
};
