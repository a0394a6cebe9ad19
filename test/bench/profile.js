import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstMessage } from '../waiting/first-message.js';
import { requestsASecond } from './requests-a-second.js';
import { startSubject, withFolder } from './run-subject.js';
import { visitorsOf } from './warm-servers.js';

const WARM = 5;
/** So that nobody pays for what the one before has still to write. */
const PAUSE_MS = 1500;
/** Before a turn counts. */
const TURN_WARM = 3;
const SECONDS = 4;
const COUNT = 5;

/** What a function is for, by its file: the first that fits. What Node.js does for it, such as a hash, is its own. */
const PLACES = {
  'the log line: event, redaction, JSON, chain, file': /packages\/(?:logging|log-lines|events)\//,
  'sessions: cookie, store, address': /packages\/session\//,
  'policy, headers, bounds and the limit': /packages\/hardening\//,
  'counting the page view': /packages\/(?:analytics|clickhouse|calendar)\/|@clickhouse\//,
  'the request context': /packages\/request-context\//,
  'consent, the suite itself, and writing headers through on-headers':
    /(?:packages|dashboards)\/|node_modules\/on-headers/,
  'its one function': /subjects\/server-least/,
  'Express, its router, the page and sending it': /node_modules\/|subjects\//,
  'collecting garbage': /^\(garbage collector\)$/,
  'Node.js by itself: requests read, responses ended': /^$|^\((?:root|program|reading)\)$/,
};

/** So that what a request costs is known by name. */
export const profile = {
  about:
    'what the time of a request goes to: with all parts on, in the least that the promises need, in bare Express',
  run(tell) {
    return withFolder(async (folder) => {
      const servers = { bare: 'server-bare', least: 'server-least', ours: 'server-ours' };
      const started = [];
      try {
        const times = {};
        for (const [name, what] of Object.entries(servers)) {
          const server = await profiled(what, join(folder, name));
          started.push(server);
          times[name] = { server, rounds: [] };
        }
        for (let round = 0; round < COUNT; round += 1) {
          const turns = Object.entries(times);
          if (round % 2 === 1) turns.reverse();
          for (const [name, { server, rounds }] of turns) {
            rounds.push(await server.measure());
            tell(`round ${round + 1}: ${name} ${rounds.at(-1).whole.toFixed(1)} µs`);
          }
        }
        return rowsOf(times);
      } finally {
        for (const { end } of started) end();
      }
    });
  },
};

/** A server that is warm and tells what its time went to. */
async function profiled(what, folder) {
  mkdirSync(folder);
  const child = startSubject(what, { folder });
  const end = () => child.kill('SIGKILL');
  const asked = async (question) => {
    child.send(question);
    return firstMessage(child);
  };
  try {
    const { port } = await firstMessage(child);
    const url = `http://127.0.0.1:${port}/page`;
    const load = { what, url, visitors: await visitorsOf(url, true), seconds: SECONDS };
    await requestsASecond({ ...load, warm: WARM });
    const measure = async () => {
      await sleep(PAUSE_MS);
      const onceWarm = () => asked('begin profile');
      const perSecond = await requestsASecond({ ...load, warm: TURN_WARM, onceWarm });
      return byPlace(await asked('end profile'), perSecond * SECONDS);
    };
    return { end, measure };
  } catch (error) {
    end();
    throw error;
  }
}

/** Microseconds of a request: `whole`, and by place. */
function byPlace(times, requests) {
  const places = Object.fromEntries(Object.keys(PLACES).map((place) => [place, 0]));
  let whole = 0;
  for (const [file, microseconds] of Object.entries(times)) {
    const found = Object.entries(PLACES).find(([, pattern]) => pattern.test(file));
    if (found === undefined) throw new Error(`There is no place for the time of ${file}.`);
    const each = microseconds / requests;
    places[found[0]] += each;
    whole += each;
  }
  return { places, whole };
}

/** The ratio of a row: how many of it fit into a whole request of bare Express. */
function rowsOf({ bare, least, ours }) {
  const row = (subject, of, pick) => {
    const taken = of.rounds.map(pick);
    return {
      subject,
      figure: `${median(taken).toFixed(1)} µs`,
      against: 'a whole request of bare Express',
      ratios: taken.map((time, round) => bare.rounds[round].whole / Math.max(time, SHORTEST_US)),
      budget: null,
    };
  };
  const placesOf = (of, who) =>
    Object.keys(PLACES)
      .filter((place) => median(of.rounds.map(({ places }) => places[place])) > LEAST_US)
      .map((place) => row(`${who}: ${place}`, of, ({ places }) => places[place]));
  const whole = ({ whole: all }) => all;
  return [
    row('a request with all parts', ours, whole),
    ...placesOf(ours, 'all parts'),
    row('a request with the least that the promises need', least, whole),
    ...placesOf(least, 'the least'),
    ...placesOf(bare, 'bare Express'),
  ];
}

/** Less is noise. */
const LEAST_US = 0.2;
/** A place may have no sample at all in one round. */
const SHORTEST_US = 0.01;

function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}
