import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ratios, rounds, startSubject, withFolder } from './run-subject.js';
import { requestsASecond } from './requests-a-second.js';
import { firstMessage } from '../waiting/first-message.js';

const SECONDS = 4;
const ROUNDS = 9;
// Until the last of the code has been compiled for good: it takes longer the more of it there is.
const WARM_SECONDS = 15;
/** So that nobody pays for what the one before has still to write. */
const PAUSE_MS = 1500;
const VISITORS = 32;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/**
 * A server that is warm, and stays while the others have their turn: a machine whose speed changes does so
 * for all of them.
 *
 * @param returning Whether visitors come back with the cookie that they got, as browsers do, or each
 * request is of somebody who was never here.
 * @returns What measures its requests a second, and what ends it.
 */
async function warmServer(what, folder, returning) {
  const child = startSubject(what, { folder });
  const end = () => child.kill('SIGKILL');
  try {
    return { end, measure: await warmed(child, what, returning) };
  } catch (error) {
    end();
    throw error;
  }
}

async function warmed(child, what, returning) {
  const { port } = await firstMessage(child);
  const url = `http://127.0.0.1:${port}/page`;
  const headers = { 'user-agent': FIREFOX, 'accept-language': 'ms' };
  const visitors = [];
  for (let visitor = 0; visitor < VISITORS; visitor += 1) {
    const [cookie = ''] = returning ? (await fetch(url, { headers })).headers.getSetCookie() : [];
    visitors.push(cookie === '' ? headers : { ...headers, cookie: cookie.split(';', 1)[0] });
  }
  const load = (warm) => requestsASecond({ what, url, visitors, warm, seconds: SECONDS });
  await load(WARM_SECONDS);
  return async () => {
    await sleep(PAUSE_MS);
    return load(1);
  };
}

/** @returns Requests a second of each server, by round. */
async function inTurns(returning, tell) {
  const servers = { bare: 'server-bare', byHand: 'server-by-hand', ours: 'server-ours' };
  return withFolder(async (folder) => {
    const warm = {};
    try {
      for (const [name, what] of Object.entries(servers)) {
        const own = join(folder, name);
        mkdirSync(own);
        warm[name] = await warmServer(what, own, returning);
      }
      const measures = Object.entries(warm).map(([name, { measure }]) => [name, measure]);
      return await rounds(Object.fromEntries(measures), tell, ROUNDS);
    } finally {
      for (const { end } of Object.values(warm)) end();
    }
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
      const measured = await inTurns(returning, tell);
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
