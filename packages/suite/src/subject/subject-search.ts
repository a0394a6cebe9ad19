import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { isAt } from '@emas/data-map';
import type { DataKind, KeptPlace } from '@emas/data-map';
import { EmasError } from '@emas/errors';
import { accountHasher, accountName } from '@emas/events/internal';
import type { RedisClient } from '@emas/redis';
import { filesBelow } from './files-below.ts';
import { FoundItems } from './found-items.ts';
import { keysWith } from './keys-with.ts';
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
  if (accountName(name) === '') {
    throw new EmasError('ERR_EMAS_SUBJECT_ACCOUNT', 'Whose data is not said.', {
      help: 'Give the user name: --account NAME.',
    });
  }
  const accounts = sources.keys.map((key) => accountHasher(key)(name));
  const telling = sources.map.filter(({ holds }) => holds.some((kind) => TELLING.includes(kind)));
  const seen = telling.filter((place) => isReachable(place, sources));
  const found = new FoundItems(seen, [...accounts, name, accountName(name)]);
  await look(sources, seen, [...accounts, ...namesOf(name)], found);
  // Lines before the sign-in name the session alone.
  await look(sources, seen, sessionsIn(found.items()), found);
  await look(sources, seen, knownHashes(found.items(), accounts, sources.keys), found);
  return { accounts, places: found.places(), unseen: telling.filter((one) => !seen.includes(one)) };
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
