import { CallDays } from './call-days.ts';
import type { EndpointFacts, ReportedClient } from './facts.ts';
import { QUIET_DAYS, verdict } from './removal.ts';
import type { Removal } from './removal.ts';
import { WatchedTime, watchedAfter } from './watched-time.ts';

/** A line of the log that tells of something deprecated. */
export interface DeprecationLine {
  /** ISO 8601. */
  readonly time: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is known of an endpoint, and whether it can go. */
export interface ReportedEndpoint extends EndpointFacts {
  readonly safe: Removal;
}

export interface ReportOptions {
  /** Milliseconds since 1970. @default Date.now() */
  readonly now?: number;
  /**
   * Days without a call after which an endpoint counts as unused; clients that call more seldom are waited
   * for longer. @default 45
   */
  readonly quietDays?: number;
}

interface Client {
  count: number;
  first: number;
  last: number;
  readonly kind: string;
  readonly versions: Set<string>;
  readonly days: CallDays;
}

interface Gathered {
  readonly kind: 'endpoint' | 'code';
  since: string;
  sunset: string | undefined;
  successor: string | undefined;
  watchedSince: number;
  /** When the dates were told that hold, and when the successor, which only declarations name. */
  noticeAt: number;
  declaredAt: number;
  readonly clients: Map<string, Client>;
}

const DAY = 86_400_000;

/**
 * Who still uses what, from the lines of the log.
 *
 * A client's first call of a day is a line `deprecated_api_used`; `deprecated_api_counted` counts those
 * after it. Together they are all calls.
 */
export function deprecationReport(
  lines: Iterable<DeprecationLine>,
  { now = Date.now(), quietDays = QUIET_DAYS }: ReportOptions = {},
): ReportedEndpoint[] {
  const gathered = new Map<string, Gathered>();
  const watched = new WatchedTime();
  for (const line of lines) gather(line, gathered, watched);
  return [...gathered]
    .map(([endpoint, entry]) => reported(endpoint, entry, watched, { now, quietDays }))
    .toSorted((left, right) => right.count - left.count);
}

function gather(
  { time, event, data }: DeprecationLine,
  all: Map<string, Gathered>,
  watched: WatchedTime,
): void {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return;
  const text = (key: string): string => {
    const value = data[key];
    return typeof value === 'string' ? value : '';
  };
  if (event === 'deprecated_code_used') {
    const entry = entryOf(all, `${text('code')}: ${text('message')}`, 'code', at);
    addCalls(entry, text('caller') || 'unknown', 'code', '', { count: 1, first: at, last: at });
    return;
  }
  if (event === 'deprecated_watched') {
    watched.marked(text('run'), [Date.parse(text('since')), Date.parse(text('until'))]);
    return;
  }
  const endpoint = text('endpoint');
  if (endpoint === '') return;
  if (event === 'deprecated_api_declared') watched.declared(text('run'), endpoint, at);
  const entry = entryOf(all, endpoint, 'endpoint', at);
  gatherNotice(entry, event, at, text);
  if (event === 'deprecated_api_used' || event === 'deprecated_api_refused') {
    // A refusal was counted as a call; it shows all the same that the client is there.
    const once = { count: event === 'deprecated_api_used' ? 1 : 0, first: at, last: at };
    addCalls(entry, text('client'), text('client_kind'), text('version'), once);
  }
  if (event === 'deprecated_api_counted') {
    // Without its times a count must not pass for one of long ago.
    const times = { first: timeOr(text('first'), at), last: timeOr(text('last'), at) };
    const calls = { count: Number(data['count']) || 0, ...times };
    addCalls(entry, text('client'), text('client_kind'), text('version'), calls);
  }
}

function timeOr(text: string, otherwise: number): number {
  const time = Date.parse(text);
  return Number.isNaN(time) ? otherwise : time;
}

/** The latest statement wins, in any order of the lines of several processes. */
function gatherNotice(
  entry: Gathered,
  event: string,
  at: number,
  text: (key: string) => string,
): void {
  const isDeclared = event === 'deprecated_api_declared';
  if (isDeclared && at >= entry.declaredAt) {
    entry.declaredAt = at;
    entry.successor = text('successor') || undefined;
  }
  if ((!isDeclared && event !== 'deprecated_api_used') || at < entry.noticeAt) return;
  entry.noticeAt = at;
  entry.since = text('since');
  entry.sunset = text('sunset') || undefined;
}

function entryOf(
  all: Map<string, Gathered>,
  name: string,
  kind: Gathered['kind'],
  at: number,
): Gathered {
  const known = all.get(name);
  if (known !== undefined) {
    known.watchedSince = Math.min(known.watchedSince, at);
    return known;
  }
  const entry: Gathered = {
    kind,
    since: '',
    sunset: undefined,
    successor: undefined,
    watchedSince: at,
    noticeAt: -Infinity,
    declaredAt: -Infinity,
    clients: new Map(),
  };
  all.set(name, entry);
  return entry;
}

function addCalls(
  entry: Gathered,
  id: string,
  kind: string,
  version: string,
  calls: { readonly count: number; readonly first: number; readonly last: number },
): void {
  const key = `${kind}\0${id}`;
  const client = entry.clients.get(key) ?? {
    count: 0,
    first: calls.first,
    last: calls.last,
    kind,
    versions: new Set<string>(),
    days: new CallDays(),
  };
  entry.clients.set(key, client);
  client.count += calls.count;
  client.first = Math.min(client.first, calls.first);
  client.last = Math.max(client.last, calls.last);
  client.days.add(calls);
  if (version !== '') client.versions.add(version);
}

function reported(
  endpoint: string,
  entry: Gathered,
  watchedTime: WatchedTime,
  { now, quietDays }: Required<ReportOptions>,
): ReportedEndpoint {
  const clients = clientsOf(entry);
  const { kind, since, sunset, successor, watchedSince } = entry;
  const sunsetTime = Date.parse(sunset ?? '');
  const watched = watchedTime.of(endpoint);
  const facts = {
    endpoint,
    kind,
    since,
    sunset,
    daysToSunset: Number.isNaN(sunsetTime) ? undefined : Math.ceil((sunsetTime - now) / DAY),
    successor,
    watchedSince,
    watchedDays: Math.floor(watchedAfter(Number.NEGATIVE_INFINITY, watched) / DAY),
    count: clients.reduce((sum, client) => sum + client.count, 0),
    lastUse:
      clients.length === 0
        ? undefined
        : clients.reduce((latest, { last }) => Math.max(latest, last), -Infinity),
    clients,
  };
  return { ...facts, safe: verdict(facts, { watched, now, quietDays }) };
}

/** The busiest first. */
function clientsOf({ clients }: Gathered): ReportedClient[] {
  return [...clients]
    .map(([key, { count, first, last, kind, versions, days }]) => ({
      id: key.slice(kind.length + 1),
      kind,
      count,
      first,
      last,
      pauseDays: days.longestPause(),
      versions: [...versions].toSorted(),
    }))
    .toSorted((left, right) => right.count - left.count);
}
