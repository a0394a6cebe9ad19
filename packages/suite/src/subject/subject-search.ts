import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { isAt } from '@emas/data-map';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { accountHasher } from '@emas/events/internal';
import { placeHash } from '@emas/login-guard/internal';
import type { RedisClient } from '@emas/redis';
import { filesBelow } from './files-below.ts';
import { linesWith } from './lines-with.ts';
import { loggedWith } from './logged-with.ts';
import { keysWith } from './keys-with.ts';
import { rowsWith } from './rows-with.ts';
import type { SubjectData, SubjectItem, SubjectPlace } from './subject-data.ts';

/** Where an account is looked for. */
export interface SubjectSources {
  readonly map: readonly KeptPlace[];
  /** The app's data folder. */
  readonly data: string;
  /** The keys of the log, the newest first. */
  readonly keys: readonly string[];
  readonly client: ReturnType<typeof connect> | undefined;
  readonly redis: RedisClient | undefined;
}

/** Of these something may be found by what stands for the account, or for one of its sessions. */
const TELLING: readonly DataKind[] = ['account', 'account-name', 'session', 'place'];

/**
 * Everything in the places of the data map that has an account's name or hash, or one of its sessions, in it.
 *
 * @throws The errors of ClickHouse, Redis and the system: what was not read is not "nothing".
 */
export async function subjectSearch(name: string, sources: SubjectSources): Promise<SubjectData> {
  const accounts = sources.keys.map((key) => accountHasher(key)(name));
  const telling = sources.map.filter(({ holds }) => holds.some((kind) => TELLING.includes(kind)));
  const isSeen = (place: KeptPlace): boolean => isReachable(place, sources);
  const seen = telling.filter(isSeen);
  const found = new Found(seen);
  // As a whole value: a name may be a part of anything.
  await look(sources, seen, [...accounts, `"account":${JSON.stringify(name)}`], found);
  // A session is the account's from its sign-in on; lines before name the session alone.
  const sessions = sessionsIn(found.items());
  if (sessions.length > 0) await look(sources, seen, sessions, found);
  const places = knownHashes(found.items(), accounts, sources.keys);
  if (places.length > 0) await look(sources, seen, places, found);
  return { accounts, places: found.places(), unseen: telling.filter((place) => !isSeen(place)) };
}

function isReachable({ kind }: KeptPlace, { client, redis }: SubjectSources): boolean {
  return (
    kind === 'file' ||
    (kind === 'table' && client !== undefined) ||
    (kind === 'redis' && redis !== undefined)
  );
}

async function look(
  sources: SubjectSources,
  places: readonly KeptPlace[],
  needles: readonly string[],
  found: Found,
): Promise<void> {
  for await (const one of loggedWith(join(sources.data, 'logs'), needles)) {
    found.add(`log/${one.category}`, { where: `logs/${one.where}`, item: one.item });
  }
  for (const place of places) {
    for (const item of await itemsAt(place, needles, sources)) found.add(place.id, item);
  }
}

async function itemsAt(
  { id, kind, where }: KeptPlace,
  needles: readonly string[],
  { data, client, redis }: SubjectSources,
): Promise<readonly SubjectItem[]> {
  if (kind === 'redis') return redis === undefined ? [] : keysWith(redis, where, needles);
  if (kind === 'table') {
    const rows = client === undefined ? [] : await rowsWith(client, where, needles);
    return rows.map((item) => ({ where, item: ofOne(where, item) }));
  }
  // Lines of the log were read as what they are, packed ones too.
  if (id.startsWith('log/')) return [];
  return filesBelow(data)
    .filter((file) => isAt(where, file))
    .flatMap((file) => linesWith(join(data, file), needles).map((item) => ({ where: file, item })));
}

/** The evidence of an attack on many accounts tells of all of them. */
function ofOne(table: string, row: unknown): unknown {
  if (table !== 'emas_login_incidents' || typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([column]) => OF_INCIDENTS.has(column)));
}

const OF_INCIDENTS: ReadonlySet<string> = new Set([
  'app',
  'id',
  'kind',
  'severity',
  'opened',
  'first',
  'last',
]);

/** Each item once, by the place that it is in. */
class Found {
  readonly #byId = new Map<string, { place: KeptPlace; items: Map<string, SubjectItem> }>();

  constructor(places: readonly KeptPlace[]) {
    for (const place of places) this.#byId.set(place.id, { place, items: new Map() });
  }

  add(id: string, item: SubjectItem): void {
    this.#byId.get(id)?.items.set(JSON.stringify(item), item);
  }

  items(): readonly SubjectItem[] {
    return [...this.#byId.values()].flatMap(({ items }) => [...items.values()]);
  }

  places(): readonly SubjectPlace[] {
    return [...this.#byId.values()]
      .filter(({ items }) => items.size > 0)
      .map(({ place, items }) => ({ place, items: [...items.values()] }));
  }
}

const SESSION = /"session":"([\w-]{8,})"/g;
const SESSION_KEY = /:session:id:([\w-]{16,})$/;

function sessionsIn(items: readonly SubjectItem[]): string[] {
  const named = items.flatMap(({ item }) =>
    [...JSON.stringify(item).matchAll(SESSION)].map(([, session = '']) => session),
  );
  const keyed = items.flatMap(({ where }) => SESSION_KEY.exec(where)?.slice(1) ?? []);
  return [...new Set([...named, ...keyed])];
}

const NETWORK = /\b(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})(?:\/\d{1,3})?/g;

/** From where an account was entered is kept as a hash of both: whoever knows where can look for it. */
function knownHashes(
  items: readonly SubjectItem[],
  accounts: readonly string[],
  keys: readonly string[],
): string[] {
  const origins = new Set(items.flatMap(({ item }) => JSON.stringify(item).match(NETWORK) ?? []));
  const [key] = keys;
  const [account] = accounts;
  if (key === undefined || account === undefined) return [];
  return [...origins].flatMap((origin) => placeHash(key, account, origin));
}
