import { median } from './median.js';
import { inTurns } from './warm-servers.js';

const HOW = { returning: true, warm: 5, seconds: 4, count: 5 };
const SERVERS = {
  bare: { what: 'server-bare' },
  least: { what: 'server-least' },
  ours: { what: 'server-ours' },
};

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
  async run(tell) {
    const rounds = { bare: [], least: [], ours: [] };
    const onceWarm = ({ ask }) => ask('begin profile');
    const then = async ({ name, ask }, perSecond) => {
      rounds[name].push(byPlace(await ask('end profile'), perSecond * HOW.seconds));
    };
    await inTurns(SERVERS, { ...HOW, onceWarm, then }, tell);
    return rowsOf(rounds);
  },
};

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
    const taken = of.map(pick);
    return {
      subject,
      figure: `${median(taken).toFixed(1)} µs`,
      against: 'a whole request of bare Express',
      ratios: taken.map((time, round) => bare[round].whole / Math.max(time, SHORTEST_US)),
      budget: null,
    };
  };
  const placesOf = (of, who) =>
    Object.keys(PLACES)
      .filter((place) => median(of.map(({ places }) => places[place])) > LEAST_US)
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
