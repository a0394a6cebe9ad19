import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeptPlace } from '@emas/data-map';
import { eraseLines } from '@emas/logging';
import { logEntry } from '@emas/logging/internal';
import { eraseInFile } from './erase-in-file.ts';
import { eraseKeys } from './erase-keys.ts';
import { eraseRows } from './erase-rows.ts';
import type { SubjectPlace } from './subject-data.ts';
import { SubjectSearch } from './subject-search.ts';
import type { SubjectSources } from './subject-search.ts';

/** What became of what was kept of an account. */
export interface SubjectErasure {
  readonly accounts: readonly string[];
  /** What was erased, or would be. */
  readonly erased: readonly CountedPlace[];
  /** What stays on purpose, as the map says. */
  readonly exempt: readonly CountedPlace[];
  /** What should have gone and is still there: rows on their way, say. */
  readonly left: readonly CountedPlace[];
  /** Places that may have something and could not be looked into. */
  readonly unseen: readonly KeptPlace[];
}

/** How many items a place has. */
export interface CountedPlace {
  readonly place: KeptPlace;
  readonly items: number;
}

/** Rows that are on their way are waited for: counts are written every ten seconds. */
const ROUNDS = 20;
const PAUSE_MS = 1000;

/** Sessions first, as they make lines; the log last, as it leads to the rest. */
const ORDER: readonly KeptPlace['kind'][] = ['redis', 'table', 'file'];

/**
 * What {@link eraseSubject} would erase.
 *
 * @throws As `subjectSearch()`.
 */
export async function erasureAhead(name: string, sources: SubjectSources): Promise<SubjectErasure> {
  const found = await new SubjectSearch(name, sources).run();
  const isGoing = goingIn(sources.map);
  const { accounts, unseen } = found;
  const [erased, exempt] = parted(found.places, isGoing);
  return { accounts, unseen, erased: counted(erased), exempt: counted(exempt), left: [] };
}

/**
 * Erases everything of an account in the places of the suite, but for what the map says stays. It looks again
 * until nothing is left, as apps go on meanwhile.
 *
 * @param by Who does it: the log says so.
 * @throws As `subjectSearch()` and `eraseLines()`; what was begun is done by calling it again.
 */
export async function eraseSubject(
  name: string,
  sources: SubjectSources,
  by: string,
): Promise<SubjectErasure> {
  const search = new SubjectSearch(name, sources);
  const isGoing = goingIn(sources.map);
  let found = await search.run();
  const before = found.places.filter(isGoing);
  // Once more where nothing is left: a file that was being packed may have brought something back.
  for (let round = 0, isClean = false; round < ROUNDS && !isClean; round += 1) {
    isClean = round > 0 && !found.places.some(isGoing);
    if (round > 0) await sleep(PAUSE_MS);
    await eraseAll(found.places.filter(isGoing), search, sources);
    // Also where nothing was found: what an interrupted write left is no line that a search reads.
    await eraseFromLog(search, sources, by);
    found = await search.run();
  }
  const { accounts, unseen } = found;
  const [left, exempt] = parted(found.places, isGoing);
  const erased = withoutLeft(before, left);
  return { accounts, unseen, erased, exempt: counted(exempt), left: counted(left) };
}

type PlaceFilter = (place: SubjectPlace) => boolean;

/** Which places are erased. Rows that are on their way to one that stays, stay as well. */
function goingIn(map: readonly KeptPlace[]): PlaceFilter {
  const exempt = map.filter(isExempt).map(({ id }) => id);
  const waiting = exempt.map((id) => `${id.split('/', 1)[0]}/waiting`);
  const staying = new Set([...exempt, ...waiting]);
  return ({ place }) => !staying.has(place.id);
}

function isExempt({ kept }: KeptPlace): boolean {
  return 'exempt' in kept && kept.exempt !== undefined;
}

function parted(
  places: readonly SubjectPlace[],
  isGoing: PlaceFilter,
): readonly [going: readonly SubjectPlace[], staying: readonly SubjectPlace[]] {
  return [places.filter(isGoing), places.filter((place) => !isGoing(place))];
}

/** How much was found in each place. */
export function counted(places: readonly SubjectPlace[]): readonly CountedPlace[] {
  return places.map(({ place, items }) => ({ place, items: items.length }));
}

function withoutLeft(
  before: readonly SubjectPlace[],
  left: readonly SubjectPlace[],
): readonly CountedPlace[] {
  const still = new Map(left.map(({ place, items }) => [place.id, items.length]));
  return counted(before)
    .map(({ place, items }) => ({ place, items: items - (still.get(place.id) ?? 0) }))
    .filter(({ items }) => items > 0);
}

async function eraseAll(
  going: readonly SubjectPlace[],
  search: SubjectSearch,
  sources: SubjectSources,
): Promise<void> {
  for (const kind of ORDER) {
    for (const own of going.filter(({ place }) => place.kind === kind)) {
      await eraseAt(own, search, sources);
    }
  }
}

async function eraseAt(
  { place, items }: SubjectPlace,
  search: SubjectSearch,
  { redis, client, app, data }: SubjectSources,
): Promise<void> {
  const { kind, where, id } = place;
  if (kind === 'redis' && redis !== undefined) await eraseKeys(redis, items, search.identity);
  if (kind === 'table' && client !== undefined) {
    await eraseRows({ client, app, table: where }, search.identity);
  }
  // What is on its way comes to a table, and is erased there.
  if (kind !== 'file' || id.startsWith('log/') || id.endsWith('/waiting')) return;
  for (const file of new Set(items.map((item) => item.where))) {
    await eraseInFile(join(data, file), (text) => search.identity.isOwn(text));
  }
}

async function eraseFromLog(
  search: SubjectSearch,
  { data, app, keys, map }: SubjectSources,
  by: string,
): Promise<void> {
  const exempt = new Set(map.filter(isExempt).map(({ id }) => id));
  const isMeant = (line: string): boolean => {
    if (!search.identity.isOwn(line)) return false;
    return !exempt.has(`log/${logEntry(line, '', 0)?.category ?? ''}`);
  };
  await eraseLines(join(data, 'logs'), { app, keys, isMeant, reason: 'subject', by });
}
