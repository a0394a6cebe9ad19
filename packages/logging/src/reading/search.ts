import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { parseNetwork } from '@emas/addresses';
import { accountHasher } from '@emas/events/internal';
import { EmasError } from '@emas/errors';
import type { LogFileName } from '../file/file-names.ts';
import type { LogKey } from '../options.ts';
import { LEVELS } from '../record.ts';
import { CATEGORIES } from '../routes.ts';
import { globMatcher } from './glob.ts';
import { logEntries } from './log-entries.ts';
import type { LogEntry } from './log-entries.ts';

/** What is looked for; of several conditions all must hold. */
export interface LogQuery {
  /** Events' names; `*` stands for any characters. */
  readonly event?: string;
  readonly category?: string;
  /** This level and more urgent ones. */
  readonly level?: string;
  /** A user name, or the hash of one; a name needs `keys` unless names are logged as they are. */
  readonly account?: string;
  readonly keys?: readonly LogKey[];
  /** An address or a prefix, `203.0.113.7`, `2001:db8::/32`. */
  readonly address?: string;
  readonly request?: string;
  /** A session, as its events and the access log name it. */
  readonly session?: string;
  /** Anywhere in the line, without regard to case. */
  readonly text?: string;
  /** Milliseconds since 1970, included. */
  readonly since?: number;
  /** Milliseconds since 1970, not included. */
  readonly until?: number;
}

export type EntryFilter = (entry: LogEntry) => boolean;

/**
 * Looks for lines in the files of a folder.
 *
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_QUERY` on a condition that means nothing.
 */
export async function* searchLogs(folder: string, query: LogQuery): AsyncGenerator<LogEntry> {
  const matches = entryFilter(query);
  for await (const entry of logEntries(folder, (file) => mayHold(file, query))) {
    if (matches(entry)) yield entry;
  }
}

/** A file holds lines of its own day, and, where few lines came, of days after it. */
function mayHold(file: LogFileName, { until }: LogQuery): boolean {
  return until === undefined || Date.parse(`${file.day}T00:00:00Z`) < until;
}

/** @throws EmasError `ERR_EMAS_LOG_QUERY`. */
export function entryFilter(query: LogQuery): EntryFilter {
  const { category, request, session, since, until } = query;
  const filters = [
    query.event === undefined ? undefined : byEvent(query.event),
    category === undefined ? undefined : byCategory(category),
    query.level === undefined ? undefined : byLevel(query.level),
    query.account === undefined ? undefined : byAccount(query.account, query.keys ?? []),
    query.address === undefined ? undefined : byAddress(query.address),
    request === undefined ? undefined : (entry: LogEntry) => entry.request === request,
    session === undefined ? undefined : bySession(session),
    query.text === undefined ? undefined : byText(query.text),
    since === undefined ? undefined : (entry: LogEntry) => entry.time >= since,
    until === undefined ? undefined : (entry: LogEntry) => entry.time < until,
  ].filter((filter) => filter !== undefined);
  return (entry) => filters.every((filter) => filter(entry));
}

function byEvent(wanted: string): EntryFilter {
  const isWanted = globMatcher(wanted);
  return ({ event }) => event !== '' && isWanted(event);
}

function byCategory(wanted: string): EntryFilter {
  if (!CATEGORIES.some((category) => category === wanted)) {
    throw queryError(`"${wanted}" is not a category`, `Known are ${CATEGORIES.join(', ')}.`);
  }
  return ({ category }) => category === wanted;
}

function byLevel(wanted: string): EntryFilter {
  const least: unknown = Reflect.get(LEVELS, wanted);
  if (typeof least !== 'number') {
    throw queryError(`"${wanted}" is not a level`, `Known are ${Object.keys(LEVELS).join(', ')}.`);
  }
  return ({ level }) => {
    const own: unknown = Reflect.get(LEVELS, level);
    return typeof own === 'number' && own <= least;
  };
}

function byAccount(wanted: string, keys: readonly LogKey[]): EntryFilter {
  const forms = new Set([wanted, ...keys.map((key) => accountHasher(key)(wanted))]);
  const isOne = (value: unknown): boolean => typeof value === 'string' && forms.has(value);
  return ({ data }) => {
    const { account, subject } = data;
    if (isOne(account)) return true;
    // An incident's subject is `account HASH` or `pair HASH NETWORK`, a refusal's `HASH NETWORK`.
    return typeof subject === 'string' && subject.split(' ').some(isOne);
  };
}

/** Fields of events that say where somebody came from. */
const ADDRESS_FIELDS = ['source_ip', 'source_network', 'network'] as const;

function byAddress(wanted: string): EntryFilter {
  const [address = '', bits] = wanted.split('/');
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const most = family === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  const isValid =
    (isIPv4(address) || isIPv6(address)) && Number.isInteger(length) && length <= most;
  if (!isValid || length < 0) {
    throw queryError(
      `"${wanted}" is not an address or a prefix`,
      'Write 203.0.113.7 or 2001:db8::/32.',
    );
  }
  const wantedRange = new BlockList();
  wantedRange.addSubnet(address, length, family);
  const isIn = (range: BlockList, own: string): boolean =>
    range.check(own, isIPv4(own) ? 'ipv4' : 'ipv6');
  return ({ data }) =>
    ADDRESS_FIELDS.some((field) => {
      const own = data[field];
      if (typeof own !== 'string') return false;
      const network = parseNetwork(own);
      if (network === undefined) return false;
      const [first = ''] = network.prefix.split('/', 1);
      if (isIn(wantedRange, first)) return true;
      // A line that has a network may be of the address that is looked for.
      const ownRange = new BlockList();
      ownRange.addSubnet(first, network.bits, network.family);
      return isIn(ownRange, address);
    });
}

/** A renewal names both: the session goes on under another name. */
function bySession(wanted: string): EntryFilter {
  return ({ data }) => data['session'] === wanted || data['previous'] === wanted;
}

function byText(wanted: string): EntryFilter {
  const small = wanted.toLowerCase();
  return ({ text }) => text.toLowerCase().includes(small);
}

function queryError(message: string, help: string): EmasError {
  return new EmasError('ERR_EMAS_LOG_QUERY', `${message}.`, { help });
}
