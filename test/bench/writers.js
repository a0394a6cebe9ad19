import { firstMessage } from '../waiting/first-message.js';
import { withRedis } from './redis-server.js';
import { ALL_CORES, ratios, rounds, startSubject, withFolder } from './run-subject.js';

const WRITERS = 100;
const PROCESSES = [1, 2, 4, 8];
const SESSIONS = 10;

/** Of so many requests that each write a key of their own to one session at once: how many keys are there after. */
async function kept(kind, processes) {
  return withFolder((folder) =>
    withRedis(folder, async (redis) => {
      const options = { kind, store: 'redis', redis };
      const children = Array.from({ length: processes }, () =>
        startSubject('server-session', options, ALL_CORES),
      );
      const ports = await Promise.all(
        children.map(async (child) => (await firstMessage(child)).port),
      );
      let found = 0;
      for (let session = 0; session < SESSIONS; session += 1) found += await keptOfOne(ports);
      for (const child of children) child.kill('SIGKILL');
      return found;
    }),
  );
}

async function keptOfOne(ports) {
  const ask = async (port, path, headers = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const first = await ask(ports[0], '/views');
  await first.text();
  const cookie = first.headers.getSetCookie()[0].split(';', 1)[0];
  const keys = Array.from({ length: WRITERS }, (_, number) => `key${number}`);
  await Promise.all(
    keys.map(async (key, number) => {
      const answer = await ask(ports[number % ports.length], `/put/${key}`, { cookie });
      await answer.text();
    }),
  );
  const data = await (await ask(ports[0], '/data', { cookie })).json();
  return keys.filter((key) => data.includes(key)).length;
}

export const writers = {
  about:
    'keys kept of a hundred that are written to one session at once, by one process and by several',
  async run(tell) {
    const rows = [];
    for (const processes of PROCESSES) {
      tell(`${WRITERS} writers over ${processes} processes, ${SESSIONS} sessions`);
      const measured = await rounds(
        { theirs: () => kept('express-session', processes), ours: () => kept('ours', processes) },
        tell,
      );
      rows.push({
        subject: `keys kept of ${WRITERS * SESSIONS}, ${processes} processes, at least ${Math.min(...measured.ours)}`,
        against: 'express-session, connect-redis',
        ratios: ratios(measured.ours, measured.theirs),
        budget: 1,
      });
    }
    return rows;
  },
};
