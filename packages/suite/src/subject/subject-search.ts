import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { isAt } from '@emas/data-map';
import type { DataKind, KeptPlace } from '@emas/data-map';
import type { RedisClient } from '@emas/redis';
import { filesBelow } from './files-below.ts';
import { FoundItems } from './found-items.ts';
import { keysWith } from './keys-with.ts';
import { knownPlaces } from './known-places.ts';
import { knownHashes } from './identifiers.ts';
import { SubjectIdentity } from './identity.ts';
import { linesWith } from './lines-with.ts';
import { loggedWith } from './logged-with.ts';
import { rowsWith } from './rows-with.ts';
import type { SubjectData, SubjectItem } from './subject-data.ts';

/** Where an account is looked for. */
export interface SubjectSources {
  readonly map: readonly KeptPlace[];
  /** Name of the app: several may share a ClickHouse. */
  readonly app: string;
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
 * Everything in the places of the suite that has an account's name or hash, or one of its sessions, in it.
 *
 * @throws EmasError `ERR_EMAS_SUBJECT_ACCOUNT` for what is no name; the errors of ClickHouse, Redis and the system:
 * what was not read is not "nothing".
 */
export async function subjectSearch(name: string, sources: SubjectSources): Promise<SubjectData> {
  return new SubjectSearch(name, sources).run();
}

/** What one look finds leads to the next. */
const MOST_LOOKS = 20;

/** The same as often as it takes: what once led to something of the account is remembered. */
export class SubjectSearch {
  readonly identity: SubjectIdentity;
  readonly #sources: SubjectSources;
  readonly #telling: readonly KeptPlace[];
  readonly #seen: readonly KeptPlace[];
  /** Sessions of others, over which somebody signed in. */
  readonly #foreign = new Set<string>();

  /** @throws EmasError `ERR_EMAS_SUBJECT_ACCOUNT` for what is no name. */
  constructor(name: string, sources: SubjectSources) {
    this.#sources = sources;
    this.identity = new SubjectIdentity(name, sources.keys);
    this.#telling = sources.map.filter(({ holds }) => holds.some((kind) => TELLING.includes(kind)));
    this.#seen = this.#telling.filter((place) => isReachable(place, sources));
  }

  /** @throws The errors of ClickHouse, Redis and the system. */
  async run(): Promise<SubjectData> {
    const { accounts } = this.identity;
    let found = await this.#look();
    for (let looks = 1; looks < MOST_LOOKS && this.#learn(found); looks += 1) {
      found = await this.#look();
    }
    if (await this.#learnPlaces(found)) found = await this.#look();
    const unseen = this.#telling.filter((one) => !this.#seen.includes(one));
    return { accounts, places: found.places(), unseen };
  }

  /** @returns Whether there is more to look for, or less. */
  #learn(found: FoundItems): boolean {
    const { identity } = this;
    const foreign = found.foreign().filter((session) => !this.#foreign.has(session));
    for (const session of foreign) this.#foreign.add(session);
    identity.forget(foreign);
    // Lines before the sign-in name the session alone.
    const sessions = found.sessions().filter((session) => !this.#foreign.has(session));
    return identity.learn(sessions).length > 0 || foreign.length > 0;
  }

  /** Places lead to nothing else, and take longest to find: only when all lines are known. @returns As `#learn()`. */
  async #learnPlaces(found: FoundItems): Promise<boolean> {
    const { identity } = this;
    const known = await knownPlaces(this.#seen, this.#sources);
    const { keys } = this.#sources;
    const places = await knownHashes(found.items(), known, { accounts: identity.accounts, keys });
    return identity.learn(places).length > 0;
  }

  async #look(): Promise<FoundItems> {
    const found = new FoundItems(this.#seen, this.identity);
    await look(this.#sources, this.#seen, this.identity, found);
    return found;
  }
}

/** What the app keeps by itself, and what lies outside the data folder, is the app's to look into. */
function isReachable(
  { kind, where, words }: KeptPlace,
  { client, redis }: SubjectSources,
): boolean {
  if (words !== undefined) return false;
  if (kind === 'file') return !where.startsWith('/');
  return (kind === 'table' && client !== undefined) || (kind === 'redis' && redis !== undefined);
}

async function look(
  sources: SubjectSources,
  places: readonly KeptPlace[],
  identity: SubjectIdentity,
  found: FoundItems,
): Promise<void> {
  const { data } = sources;
  for await (const one of loggedWith(join(data, 'logs'), identity)) {
    found.add(`log/${one.category}`, { where: `logs/${one.where}`, item: one.item });
  }
  const files = filesBelow(data);
  // What waits on disk comes to the tables, and is looked for there afterwards.
  for (const place of places.filter(({ kind }) => kind === 'file')) {
    for (const item of itemsIn(place, files, identity, data)) found.add(place.id, item);
  }
  for (const place of places.filter(({ kind }) => kind !== 'file')) {
    for (const item of await itemsAt(place, identity, sources)) found.add(place.id, item);
  }
}

function itemsIn(
  { id, where }: KeptPlace,
  files: readonly string[],
  identity: SubjectIdentity,
  data: string,
): readonly SubjectItem[] {
  // Lines of the log were read as what they are, packed ones too.
  if (id.startsWith('log/')) return [];
  return files
    .filter((file) => isAt(where, file))
    .flatMap((file) =>
      linesWith(join(data, file), identity).map((item) => ({ where: file, item })),
    );
}

async function itemsAt(
  { kind, where }: KeptPlace,
  identity: SubjectIdentity,
  { client, redis, app }: SubjectSources,
): Promise<readonly SubjectItem[]> {
  if (kind === 'redis') return redis === undefined ? [] : keysWith(redis, where, identity);
  const rows = client === undefined ? [] : await rowsWith({ client, app, table: where }, identity);
  return rows.map((item) => ({ where, item }));
}
