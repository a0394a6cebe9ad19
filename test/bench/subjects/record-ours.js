/** Hits through the recorder and the batch writer into the embedded engine. Answers hits a second. */
import { batchWriter, connect } from '@emas/clickhouse';
import { migrateAnalytics } from '@emas/analytics';
import { Recorder } from '@emas/analytics/internal';
import { hitChunks } from './hit-chunks.js';

const { folder, ...load } = JSON.parse(process.argv[2]);
const client = connect({ embedded: `${folder}/clickhouse` });
await migrateAnalytics(client);
const writer = batchWriter({
  client,
  spool: `${folder}/spool`,
  flushInterval: 10,
  maxBatchBytes: 64 * 1024 * 1024,
  maxRows: 200_000,
});
const recorder = new Recorder({
  app: 'bench',
  timeZone: 'Asia/Kuala_Lumpur',
  network: { ipv4: 32, ipv6: 64 },
  maxVisitors: 1_000_000,
  maxPages: 10_000,
  maxHits: 1_000_000,
});
let spent = 0;
let drained = 0;
for (const chunk of hitChunks(load)) {
  const started = performance.now();
  for (const hit of chunk) {
    hit.time = load.from + spent;
    recorder.record(hit);
  }
  // As the middleware's timer does: once a second.
  spent += performance.now() - started;
  if (spent - drained < 1000) continue;
  const flushing = performance.now();
  recorder.drainTo(writer);
  await writer.flush();
  spent += performance.now() - flushing;
  drained = spent;
}
const flushing = performance.now();
recorder.drainTo(writer);
let state = await writer.flush();
while (state.queued.rows + state.spooled.rows > 0) state = await writer.flush();
spent += performance.now() - flushing;
process.send(load.hits / (spent / 1000));
