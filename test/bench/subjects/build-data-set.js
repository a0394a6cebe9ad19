/** Brings the model's traffic into both: our days, which are closed as they pass, and raw events. */
import { connect } from '@emas/clickhouse';
import { migrateAnalytics } from '@emas/analytics';
import { DayKeeper } from '@emas/analytics/internal';
import { benchRecorder, sendRecorded } from '../bench-recorder.js';
import { COMMON, COMMON_FROM_LEAN, LEAN, leanRow } from '../raw-events.js';
import { PROFILES, trafficModel } from '../traffic-model.js';

const { folder, hits, days, profile, seed } = JSON.parse(process.argv[2]);
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
for (const hit of trafficModel({ seed, hits, days, from, profile: PROFILES[profile] })) {
  recorder.record(hit);
  raw.push(JSON.stringify(leanRow(hit)));
  if (raw.length === CHUNK) await flush();
  if (hit.time < open + DAY_MS) continue;
  open += DAY_MS;
  await flush();
  await closeBefore(open);
}
await flush();
await closeBefore(open + 9 * DAY_MS);
await client.command({ query: COMMON_FROM_LEAN });
const tables = await client.query({
  query:
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'",
  format: 'JSONEachRow',
});
for (const { name } of await tables.json())
  await client.command({ query: `OPTIMIZE TABLE ${name} FINAL` });
await client.close();
process.send(hits);
