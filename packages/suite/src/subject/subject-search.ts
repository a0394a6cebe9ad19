import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { isAt } from '@emas/data-map';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { EmasError } from '@emas/errors';
import { accountHasher, accountName } from '@emas/events/internal';
import type { RedisClient } from '@emas/redis';
import { filesBelow } from './files-below.ts';
import { FoundItems, isOfOthers } from './found-items.ts';
import { keysWith } from './keys-with.ts';
import { knownPlaces } from './known-places.ts';
import { knownHashes, namesOf, sessionsIn } from './identifiers.ts';
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

/** The same as often as it takes: what once led to something of the account is remembered. */
export class SubjectSearch {
  readonly accounts: readonly string[];
  readonly #sources: SubjectSources;
  readonly #own: readonly string[];
  readonly #needles: Set<string>;
  readonly #telling: readonly KeptPlace[];
  readonly #seen: readonly KeptPlace[];

  /** @throws EmasError `ERR_EMAS_SUBJECT_ACCOUNT` for what is no name. */
  constructor(name: string, sources: SubjectSources) {
    if (accountName(name) === '') {
      throw new EmasError('ERR_EMAS_SUBJECT_ACCOUNT', 'No account was named.', {
        help: 'Name it: --account NAME.',
      });
    }
    this.#sources = sources;
    this.accounts = sources.keys.map((key) => accountHasher(key)(name));
    this.#own = [...this.accounts, name, accountName(name)];
    this.#needles = new Set([...this.accounts, ...namesOf(name)]);
    this.#telling = sources.map.filter(({ holds }) => holds.some((kind) => TELLING.includes(kind)));
    this.#seen = this.#telling.filter((place) => isReachable(place, sources));
  }

  /** What may stand for the account, as far as is known by now. */
  get needles(): readonly string[] {
    return [...this.#needles];
  }

  /** Whether a line or a row is of the account, and not of somebody else as well. */
  isOwn(text: string): boolean {
    const isNamed = this.needles.some((needle) => text.includes(needle));
    return isNamed && !isOfOthers(text, this.#own);
  }

  /** @throws The errors of ClickHouse, Redis and the system. */
  async run(): Promise<SubjectData> {
    const { accounts } = this;
    const { keys } = this.#sources;
    const found = new FoundItems(this.#seen, this.#own);
    await this.#look(this.needles, found);
    // Lines before the sign-in name the session alone.
    await this.#look(this.#learn(sessionsIn(found.items())), found);
    const known = await knownPlaces(this.#seen, this.#sources);
    const places = await knownHashes(found.items(), known, { accounts, keys });
    await this.#look(this.#learn(places), found);
    const unseen = this.#telling.filter((one) => !this.#seen.includes(one));
    return { accounts, places: found.places(), unseen };
  }

  #look(needles: readonly string[], found: FoundItems): Promise<void> {
    return look(this.#sources, this.#seen, needles, found);
  }

  /** @returns Those that are new. */
  #learn(needles: readonly string[]): readonly string[] {
    const unknown = needles.filter((needle) => !this.#needles.has(needle));
    for (const needle of unknown) this.#needles.add(needle);
    return unknown;
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
  needles: readonly string[],
  found: FoundItems,
): Promise<void> {
  if (needles.length === 0) return;
  const { data } = sources;
  for await (const one of loggedWith(join(data, 'logs'), needles)) {
    found.add(`log/${one.category}`, { where: `logs/${one.where}`, item: one.item });
  }
  const files = filesBelow(data);
  // What waits on disk comes to the tables, and is looked for there afterwards.
  for (const place of places.filter(({ kind }) => kind === 'file')) {
    for (const item of itemsIn(place, files, needles, data)) found.add(place.id, item);
  }
  for (const place of places.filter(({ kind }) => kind !== 'file')) {
    for (const item of await itemsAt(place, needles, sources)) found.add(place.id, item);
  }
}

function itemsIn(
  { id, where }: KeptPlace,
  files: readonly string[],
  needles: readonly string[],
  data: string,
): readonly SubjectItem[] {
  // Lines of the log were read as what they are, packed ones too.
  if (id.startsWith('log/')) return [];
  return files
    .filter((file) => isAt(where, file))
    .flatMap((file) => linesWith(join(data, file), needles).map((item) => ({ where: file, item })));
}

async function itemsAt(
  { kind, where }: KeptPlace,
  needles: readonly string[],
  { client, redis, app }: SubjectSources,
): Promise<readonly SubjectItem[]> {
  if (kind === 'redis') return redis === undefined ? [] : keysWith(redis, where, needles);
  const rows = client === undefined ? [] : await rowsWith({ client, app, table: where }, needles);
  return rows.map((item) => ({ where, item }));
}
