/** Brings the model's traffic into both: our days, which are closed as they pass, and raw events. */
import { connect } from '@emas/clickhouse';
import { migrateAnalytics } from '@emas/analytics';
import { DayKeeper } from '@emas/analytics/internal';
import { benchRecorder, sendRecorded } from '../bench-recorder.js';
import { COMMON, COMMON_FROM_LEAN, LEAN, leanRow } from '../raw-events.js';
import { PROFILES, trafficModel } from '../traffic-model.js';

const { folder, hits, days, profile, seed, closed } = JSON.parse(process.argv[2]);
const isRepeated = closed !== undefined;
const client = connect({ embedded: folder });
await migrateAnalytics(client);
await client.command({ query: LEAN });
await client.command({ query: COMMON });
const recorder = benchRecorder();
const CHUNK = 100_000;
let raw = [];
let sent = 0;
async function flush() {
  sent += 1;
  const lines = raw;
  raw = [];
  await sendRecorded(client, recorder, sent, [{ table: 'raw_lean', lines }]);
}
const from = Date.UTC(2026, 9, 1);
const keeper = new DayKeeper({
  client,
  app: 'bench',
  timeZone: 'UTC',
  smallest: 5,
  combine: [],
});
let open = from;
const DAY_MS = 86_400_000;
/** As days pass: those before the day before. */
async function closeBefore(time) {
  const before = new Date(time - DAY_MS).toISOString().slice(0, 10);
  await keeper.closeDue({ origin: '', before });
}
const load = isRepeated ? { hits: (hits * closed) / days, days: closed } : { hits, days };
let recorded = 0;
for (const hit of trafficModel({ seed, ...load, from, profile: PROFILES[profile] })) {
  recorder.record(hit);
  recorded += 1;
  if (!isRepeated) raw.push(JSON.stringify(leanRow(hit)));
  if (recorded % CHUNK === 0) await flush();
  if (hit.time < open + DAY_MS) continue;
  open += DAY_MS;
  await flush();
  await closeBefore(open);
}
await flush();
await closeBefore(open + 9 * DAY_MS);
if (isRepeated) await repeatDays();
await client.command({ query: COMMON_FROM_LEAN });
const tables = await client.query({
  query:
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'",
  format: 'JSONEachRow',
});
for (const { name } of await tables.json())
  await client.command({ query: `OPTIMIZE TABLE ${name} FINAL` });
await checkDays();
await client.close();
process.send(hits);

/** Visits go on after the last day: what began on later ones is a day of few hits, and goes. */
async function repeatDays() {
  const last = new Date(from + closed * DAY_MS).toISOString().slice(0, 10);
  for (const table of ['emas_cells', 'emas_closed_days']) {
    await client.command({ query: `DELETE FROM ${table} WHERE day >= '${last}'` });
    for (let later = closed; later < days; later += closed) {
      await client.command({
        query: `INSERT INTO ${table} SELECT * REPLACE (day + ${later} AS day, portion + ${later} AS portion)
          FROM (SELECT * FROM ${table} WHERE day < '${last}')`,
      });
    }
  }
}

/** A set that lacks days would be read in no time. */
async function checkDays() {
  const held = await client.query({
    query: `SELECT uniqExact(day) AS days FROM emas_cells
      INNER JOIN (SELECT portion FROM emas_closed_days) AS closed_days USING portion
      WHERE dimension1 = '' AND views > 0 AND day < toDate('2026-10-01') + ${days}`,
    format: 'JSONEachRow',
  });
  const [{ days: found }] = await held.json();
  if (Number(found) !== days) throw new Error(`${found} days instead of ${days}`);
}
