import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstMessage } from '../waiting/first-message.js';
import { requestsASecond } from './requests-a-second.js';
import { ALL_CORES, ask, rounds, startSubject, withFolder } from './run-subject.js';

/** So that nobody pays for what the one before has still to write. */
const PAUSE_MS = 1500;
/** Before a turn counts: what has waited is cold, in the processor and in what V8 compiled. */
const TURN_WARM_SECONDS = 3;
const VISITORS = 32;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/**
 * Requests a second of several servers that are warm and stay while the others have their turn: a machine whose
 * speed changes does so for all of them.
 *
 * @param servers By name: `{ what, options, cores }`, the subject that listens and says where, on one core unless it
 * is to have all.
 * @param how `returning`: whether visitors come back with the cookie that they got, as browsers do, or each request
 * is of somebody who was never here; `path`; `warm` and `seconds`: how long each is asked before it counts, and at
 * each turn; `count`: of rounds; `onceWarm` and `then`: called with `{ name, url, ask }` before what counts of each
 * turn, and after it, with requests a second as well.
 * @returns Requests a second by name, a figure a round.
 */
export function inTurns(servers, how, tell) {
  return withFolder(async (folder) => {
    const warm = {};
    try {
      for (const [name, server] of Object.entries(servers)) {
        const own = join(folder, String(Object.keys(warm).length));
        mkdirSync(own);
        warm[name] = await warmServer(name, server, own, how);
      }
      const measures = Object.entries(warm).map(([name, { measure }]) => [name, measure]);
      return await rounds(Object.fromEntries(measures), tell, how.count);
    } finally {
      for (const { end } of Object.values(warm)) end();
    }
  });
}

async function warmServer(name, { what, options, cores }, folder, how) {
  const core = cores === 'all' ? ALL_CORES : 0;
  const child = startSubject(what, { folder, ...options }, core);
  const end = () => child.kill('SIGKILL');
  try {
    const { port } = await firstMessage(child);
    const url = `http://127.0.0.1:${port}${how.path ?? '/page'}`;
    const server = { name, what, url, ask: (question) => ask(child, question) };
    return { end, measure: await warmed(server, how) };
  } catch (error) {
    end();
    throw error;
  }
}

async function warmed(server, { returning, warm, seconds, onceWarm, then }) {
  const { what, url } = server;
  const load = { what, url, visitors: await visitorsOf(url, returning), seconds };
  const turn = { ...load, warm: TURN_WARM_SECONDS, onceWarm: () => onceWarm?.(server) };
  await requestsASecond({ ...load, warm });
  return async () => {
    await sleep(PAUSE_MS);
    const perSecond = await requestsASecond(turn);
    await then?.(server, perSecond);
    return perSecond;
  };
}

/** The headers of each visitor. */
export async function visitorsOf(url, returning) {
  const headers = { 'user-agent': FIREFOX, 'accept-language': 'ms' };
  const visitors = [];
  for (let visitor = 0; visitor < VISITORS; visitor += 1) {
    const [cookie = ''] = returning ? (await fetch(url, { headers })).headers.getSetCookie() : [];
    visitors.push(cookie === '' ? headers : { ...headers, cookie: cookie.split(';', 1)[0] });
  }
  return visitors;
}
