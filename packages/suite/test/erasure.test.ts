import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verifyLogs } from '@emas/logging';
import { eraseSubject, erasureAhead } from '../src/subject/subject-erasure.ts';
import type { CountedPlace, SubjectErasure } from '../src/subject/subject-erasure.ts';
import { subjectSearch } from '../src/subject/subject-search.ts';
import type { SubjectData, SubjectItem } from '../src/subject/subject-data.ts';
import { ALI, KEY, MEI, placeOf, twoPeople } from './two-people.ts';
import type { TwoPeople } from './two-people.ts';

/* Somebody has what is kept of them erased: it is gone everywhere, and what is of others is as it was. */

let both: TwoPeople;
let ahead: SubjectErasure;
let ofMei: SubjectData;
let done: SubjectErasure;

beforeAll(async () => {
  both = await twoPeople();
  ahead = await erasureAhead('ali', both.sources);
  ofMei = await subjectSearch('mei', both.sources);
  done = await eraseSubject('ali', both.sources, 'siti');
});
afterAll(() => both.remove());

const counts = (places: readonly CountedPlace[]): object =>
  Object.fromEntries(places.map(({ place: { id }, items }) => [id, items]));
const GOING = {
  ...{ 'log/auth': 1, 'log/session': 302, 'log-counts/rejected': 2, 'log-counts/events': 1 },
  ...{ 'login-guard/known': 1, 'session/index': 1, 'session/due': 1, 'session/store': 1 },
};
const STAYING = { 'log/consent': 1, 'login-review/incidents': 1 };

/** Everything that is written, but for what stays on purpose. */
async function everything(): Promise<string> {
  const { data, client, redis } = both.sources;
  const files = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('clickhouse'))
    .filter(({ name }) => !name.startsWith('consent.'))
    .map(({ parentPath, name }) => {
      const bytes = readFileSync(join(parentPath, name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    });
  const rows = await client?.query({
    query: "SELECT * FROM emas_event_counts WHERE app = 'clinic'",
    format: 'JSONEachRow',
  });
  const commands = await client?.query({
    query: 'SELECT command FROM system.mutations',
    format: 'JSONEachRow',
  });
  const keys = await redis.keys('*');
  const due = await redis.zRange('emas:clinic:session:due', 0, -1);
  return [...files, await rows?.text(), await commands?.text(), ...keys, ...due].join('\n');
}

it('says beforehand what would go and what would stay, and changes nothing', () => {
  expect(counts(ahead.erased)).toEqual(GOING);
  expect(counts(ahead.exempt)).toEqual(STAYING);
  expect(ofMei.places.length).toBeGreaterThan(8);
});

it('erases what is of the account in every place, but for what stays on purpose', async () => {
  expect(counts(done.erased)).toEqual(GOING);
  expect(counts(done.exempt)).toEqual(STAYING);
  expect(done.left).toEqual([]);
  const text = await everything();
  expect(text).toContain(MEI);
  for (const value of [ALI, placeOf(ALI), 'one-session-of-ali', 'session-key-of-a-shared']) {
    expect([value, text.includes(value)]).toEqual([value, value.includes('shared')]);
  }
  const found = await subjectSearch('ali', both.sources);
  expect(found.places.map(({ place: { id } }) => id).toSorted()).toEqual(
    Object.keys(STAYING).toSorted(),
  );
});

it('leaves what is of others as it was', async () => {
  const { places } = await subjectSearch('mei', both.sources);
  // A browser began a session in which both signed in: that line was of both.
  const isShared = ({ item }: SubjectItem): boolean => /session_created/.test(JSON.stringify(item));
  const others = ofMei.places.map(({ place, items }) => ({
    place,
    items: items.filter((item) => !isShared(item)),
  }));
  expect(places).toEqual(others);
});

it('leaves what is of the account in another app', async () => {
  const { places } = await subjectSearch('ali', { ...both.sources, app: 'another' });
  expect(places.map(({ place: { id } }) => id)).toContain('log-counts/events');
});

it('keeps the log verifiable, and has it say that lines were erased, and by whom', async () => {
  const logs = await verifyLogs(join(both.sources.data, 'logs'), { keys: [KEY] });
  expect(logs.flatMap(({ findings }) => findings)).toEqual([]);
  const notes = logs.flatMap((log) => log.notes).join('\n');
  expect(notes).toMatch(/session\S+: 302 lines were erased on \S+ by siti \(subject\)/);
});

it('has nothing to do the second time', async () => {
  const again = await eraseSubject('ali', both.sources, 'siti');
  expect([again.erased, again.left]).toEqual([[], []]);
  expect(counts(again.exempt)).toEqual(STAYING);
});
