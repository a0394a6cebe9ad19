import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstMessage } from '../waiting/first-message.js';
import { median } from './median.js';
import { ask, ratios, rounds, runSubject, startSubject, withFolder } from './run-subject.js';

const COUNT = 3;
const SESSIONS = 20_000;
const VISITS = 200_000;
const REQUESTS = 1000;
/** Requests at a time. */
const TOGETHER = 50;

/** @returns What one of `count` things takes, bytes: the server's memory with them, less that before them. */
async function bytesEach(subject, options, count, add) {
  return withFolder(async (folder) => {
    const child = startSubject(subject, { folder, ...options });
    const agent = new Agent({ keepAlive: true });
    try {
      const { port } = await firstMessage(child);
      const visit = visitor(agent, port);
      // Code and caches that the first of them need are not theirs.
      await add(visit, Math.ceil(count / 20));
      const before = await bytesOf(child);
      await add(visit, count);
      return ((await bytesOf(child)) - before) / count;
    } finally {
      child.kill('SIGKILL');
      agent.destroy();
    }
  });
}

async function bytesOf(child) {
  // What answers hold is given back after they are sent.
  await sleep(500);
  const { bytes } = await ask(child, 'memory');
  return bytes;
}

function visitor(agent, port) {
  return async (path) => {
    const [response] = await once(
      get({ agent, port, host: '127.0.0.1', path, headers: { 'user-agent': 'bench' } }),
      'response',
    );
    return response;
  };
}

async function newSessions(visit, count) {
  for (let begun = 0; begun < count; begun += TOGETHER) {
    const responses = await Promise.all(Array.from({ length: TOGETHER }, () => visit('/views')));
    await Promise.all(responses.map((response) => once(response.resume(), 'end')));
  }
}

/** Begun and not answered: they stay until the server is gone. */
async function heldRequests(visit, count) {
  for (let begun = 0; begun < count; begun += 1) {
    const response = await visit('/held');
    response.on('error', () => undefined);
  }
}

/** `{ subject, against, ratios }` of bytes: less is better. */
function row(subject, against, { ours, theirs }) {
  const bytes = Math.round(median(ours));
  return {
    subject,
    figure: `${bytes.toLocaleString('en')} bytes`,
    against,
    ratios: ratios(theirs, ours),
    budget: null,
  };
}

export const memory = {
  about: 'memory of a session, of an open visit, of a request that is being served',
  async run(tell) {
    const session = (kind) => () =>
      bytesEach('server-session', { kind, store: 'memory' }, SESSIONS, newSessions);
    const held = (subject) => () => bytesEach(subject, {}, REQUESTS, heldRequests);
    const sessions = await rounds(
      { ours: session('ours'), theirs: session('express-session') },
      tell,
      COUNT,
    );
    const requests = await rounds(
      { ours: held('server-ours'), theirs: held('server-by-hand') },
      tell,
      COUNT,
    );
    const bare = await rounds({ theirs: held('server-bare') }, tell, COUNT);
    const visits = await rounds(
      { ours: () => runSubject('hold-visits', { visits: VISITS }) },
      tell,
      COUNT,
    );
    return [
      row('a session in memory', "express-session's own store", sessions),
      row('a request that is being served', 'the named libraries wired by hand', requests),
      row('the same', 'bare Express', { ...requests, ...bare }),
      row('an open visit', '512 bytes', { ...visits, theirs: visits.ours.map(() => 512) }),
    ];
  },
};
