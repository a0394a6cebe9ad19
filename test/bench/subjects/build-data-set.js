/** Brings a month of the model's traffic into both: our rollups by the recorder, and raw events. */
import { connect } from '@emas/clickhouse';
import { sendBatch } from '@emas/clickhouse/internal';
import { migrateAnalytics } from '@emas/analytics';
import { Recorder } from '../../../packages/analytics/dist/record/recorder.js';
import { COMMON, COMMON_FROM_LEAN, LEAN, leanRow } from '../raw-events.js';
import { PROFILES, trafficModel } from '../traffic-model.js';

const { folder, hits, days, profile, seed } = JSON.parse(process.argv[2]);
const client = connect({ embedded: folder });
await migrateAnalytics(client);
await client.command({ query: LEAN });
await client.command({ query: COMMON });
const recorder = new Recorder({
  app: 'bench',
  timeZone: 'UTC',
  network: { ipv4: 32, ipv6: 64 },
  maxVisitors: 3_000_000,
  maxPages: 10_000,
  maxBuckets: 10_000_000,
});
const CHUNK = 100_000;
let raw = [];
let sent = 0;
async function flush() {
  sent += 1;
  const batches = [{ table: 'raw_lean', lines: raw }];
  raw = [];
  recorder.drainTo({ add: (table, lines) => batches.push({ table, lines }) });
  for (const { table, lines } of batches.filter((batch) => batch.lines.length > 0)) {
    const token = `${table}-${sent}`;
    await sendBatch(client, { token, table, rows: lines.length, body: lines.join('\n') });
  }
}
const from = Date.UTC(2026, 9, 1);
for (const hit of trafficModel({ seed, hits, days, from, profile: PROFILES[profile] })) {
  recorder.record(hit);
  raw.push(JSON.stringify(leanRow(hit)));
  if (raw.length === CHUNK) await flush();
}
await flush();
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
