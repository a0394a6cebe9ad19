import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstMessage } from '../waiting/first-message.js';
import { requestsASecond } from './requests-a-second.js';
import { ALL_CORES, rounds, startSubject, withFolder } from './run-subject.js';

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
 * each turn; `count`: of rounds; `then`: called after each turn with name, URL and requests a second.
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
    return { end, measure: await warmed({ name, what, url }, how) };
  } catch (error) {
    end();
    throw error;
  }
}

async function warmed({ name, what, url }, { returning, warm, seconds, then }) {
  const visitors = await visitorsOf(url, returning);
  const load = (before) => requestsASecond({ what, url, visitors, warm: before, seconds });
  await load(warm);
  return async () => {
    await sleep(PAUSE_MS);
    const perSecond = await load(TURN_WARM_SECONDS);
    await then?.(name, url, perSecond);
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
