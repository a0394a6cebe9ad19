import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { verifyLogs } from '@emas/logging';
import { confirmed, faultsOf, overstaying, placesOf } from '../canary/found.ts';
import { liveADay } from '../canary/portal-day.ts';
import type { LivedDay } from '../canary/portal-day.ts';
import { LOG_KEY, WatchedPortal } from '../canary/watched-portal.ts';

/* Promise 9: what is kept of a visitor is where the data map says, and nowhere else. A day is lived on the portal in
   production mode; then every file, table, key, cookie and request to a provider is searched for what it left. */

jest.setTimeout(300_000);

let portal: WatchedPortal;
let day: LivedDay;

beforeAll(async () => {
  portal = await WatchedPortal.start();
  day = await liveADay(portal);
});
afterAll(() => portal?.remove());

test('a day leaves what the data map says, and nothing else', () => {
  expect(faultsOf(day.holders, day.canaries, day.map)).toEqual([]);
});

test('of a session that ended nothing is left but that and why', () => {
  expect(faultsOf(day.afterwards, day.canaries, day.map)).toEqual([]);
  const sessions = day.afterwards.filter(({ name }) => name.includes(':session:'));
  expect(sessions.map(({ text }) => text)).toContainEqual('{"x":"logout"}');
  expect(sessions.map(({ text }) => text)).toContainEqual('{"x":"idle"}');
  const { address = [], account = [] } = day.canaries;
  for (const { name, text } of sessions) {
    for (const value of [...address, ...account]) expect(name + text).not.toContain(value);
  }
});

test('what is found for a member who asks is all that there is of the account', () => {
  const [account = ''] = day.subject.accounts;
  const { session = [], place = [] } = day.canaries;
  const telling = [account, ...session, ...place];
  const there = day.during
    .filter(({ name, text }) =>
      telling.some((value) => name.includes(value) || text.includes(value)),
    )
    .map(({ name }) => name);
  const found = day.subject.places.flatMap(({ items }) => items.map(({ where }) => where));
  expect([...new Set(found)].toSorted()).toEqual([...new Set(there)].toSorted());
  expect(new Set(found).size).toBeGreaterThan(8);
});

test('after somebody was erased nothing is left but what the map says stays, and the log holds', async () => {
  const [account = ''] = day.subject.accounts;
  const { session = [], place = [] } = day.canaries;
  const staying = new Set(
    day.map.filter(({ kept }) => 'exempt' in kept && kept.exempt !== undefined),
  );
  const telling = [account, ...session, ...place];
  const there = day.erased.filter(({ name, text }) =>
    telling.some((value) => name.includes(value) || text.includes(value)),
  );
  const unsaid = there.filter(
    (holder) => !placesOf(holder, day.map).some((one) => staying.has(one)),
  );
  expect(unsaid.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
  expect(there.map(({ name }) => name)).toContain('emas_consent_receipts');
  const logs = await verifyLogs(join(portal.data, 'logs'), { keys: [LOG_KEY] });
  expect(logs.flatMap(({ findings }) => findings)).toEqual([]);
  expect(logs.flatMap(({ notes }) => notes).join()).toMatch(/lines were erased on \S+ by siti/);
});

test('each place of the map is one in which something is found: without it, the search finds a fault', () => {
  const searched = day.map.filter(
    ({ kind, holds }) => kind !== 'memory' && kind !== 'storage' && holds.join() !== 'figures',
  );
  const seen = confirmed(day.holders, day.canaries, day.map);
  expect(searched.filter((place) => !seen.has(place)).map(({ id }) => id)).toEqual([]);
  for (const place of searched) {
    const without = day.map.filter((one) => one !== place);
    expect([place.id, faultsOf(day.holders, day.canaries, without)]).not.toEqual([place.id, []]);
  }
});

test('cookies and keys end when the map says', () => {
  // Redis forgets a session a minute after its end, also where nobody asks.
  expect(overstaying(day.holders, day.map, 61_000)).toEqual([]);
});

test('tables keep rows as long as the map says', async () => {
  const answer = await portal.client.query({
    query: `SELECT name, toUInt32OrZero(extract(engine_full, 'TTL .*toIntervalDay\\((\\d+)\\)')) AS days
      FROM system.tables WHERE database = currentDatabase()`,
    format: 'JSONEachRow',
  });
  const rows = await answer.json<{ name: string; days: number }>();
  const found = new Map(rows.map(({ name, days }) => [name, days * 86_400_000]));
  const said = day.map.flatMap(({ id, kind, where, kept }) =>
    // Days of traffic are closed, and removed, by the app.
    kind === 'table' && 'ms' in kept && kept.after !== 'day' ? [{ id, where, ms: kept.ms }] : [],
  );
  expect(said.length).toBeGreaterThan(2);
  for (const { id, where, ms } of said) expect([id, found.get(where)]).toEqual([id, ms]);
});
