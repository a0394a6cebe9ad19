import { once } from 'node:events';
import { ratios, rounds, startSubject, withFolder } from './run-subject.js';
import { requestsASecond } from './requests-a-second.js';

const SECONDS = 5;
// Until the last of the code has been compiled for good: it takes longer the more of it there is.
const WARM_SECONDS = 15;
const VISITORS = 32;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/**
 * Requests a second of one server, which has a core to itself.
 *
 * @param returning Whether visitors come back with the cookie that they got, as browsers do, or each
 * request is of somebody who was never here.
 */
async function load(server, returning) {
  return withFolder(async (folder) => {
    const child = startSubject(server, { folder });
    const [{ port }] = await once(child, 'message');
    const url = `http://127.0.0.1:${port}/page`;
    const headers = { 'user-agent': FIREFOX, 'accept-language': 'ms' };
    const visitors = [];
    for (let visitor = 0; visitor < VISITORS; visitor += 1) {
      const [cookie = ''] = returning ? (await fetch(url, { headers })).headers.getSetCookie() : [];
      visitors.push(cookie === '' ? headers : { ...headers, cookie: cookie.split(';', 1)[0] });
    }
    const what = server;
    const average = await requestsASecond({
      what,
      url,
      visitors,
      warm: WARM_SECONDS,
      seconds: SECONDS,
    });
    child.kill('SIGKILL');
    return average;
  });
}

const SUBJECT =
  'requests/s with the whole suite on (headers, limits, sessions, consent, analytics, a line each)';
const CASES = [
  { returning: true, who: 'visitors who come back', budgets: { byHand: 2, bare: 0.6 } },
  // Each gets a session with the first request: rarer than the bots that a site leaves out.
  { returning: false, who: 'visitors who were never here', budgets: { byHand: null, bare: null } },
];

export const requests = {
  about: 'requests a second of bare Express, of a hand-wired stack, of the whole suite',
  async run(tell) {
    const rows = [];
    for (const { returning, who, budgets } of CASES) {
      tell(who);
      const measured = await rounds(
        {
          bare: () => load('server-bare', returning),
          byHand: () => load('server-by-hand', returning),
          ours: () => load('server-ours', returning),
        },
        tell,
      );
      for (const [against, name] of [
        ['byHand', 'the named libraries wired by hand'],
        ['bare', 'bare Express'],
      ]) {
        rows.push({
          subject: `${SUBJECT}, ${who}`,
          against: name,
          ratios: ratios(measured.ours, measured[against]),
          budget: budgets[against],
        });
      }
    }
    return rows;
  },
};
