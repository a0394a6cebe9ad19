/** Opens a data folder and holds it until it is told to end; for connect.test.ts. */
import { connect } from '@emas/clickhouse';
import { sendBatch } from '@emas/clickhouse/internal';

let client;
try {
  client = connect({ embedded: process.argv[2] });
} catch (error) {
  process.send({ code: error.code, message: error.message });
  process.exit(1);
}
await client.command({
  query: 'CREATE TABLE IF NOT EXISTS kept (k UInt8) ENGINE = MergeTree ORDER BY k',
});
await client.command({ query: 'INSERT INTO kept VALUES (1)' });
const answer = await client.query({
  query: 'SELECT count() AS n FROM kept',
  format: 'JSONEachRow',
});
// Rows after a batch: its token is no concern of theirs.
await client.command({
  query: `CREATE TABLE IF NOT EXISTS later (k UInt8) ENGINE = MergeTree ORDER BY k
    SETTINGS non_replicated_deduplication_window = 100`,
});
await client.command({
  query: 'CREATE TABLE IF NOT EXISTS sent (k UInt8) ENGINE = MergeTree ORDER BY k',
});
await sendBatch(client, { token: String(Date.now()), table: 'sent', rows: 1, body: '{"k":1}' });
for (const k of [1, 2]) {
  await client.insert({ table: 'later', values: [{ k }], format: 'JSONEachRow' });
}
const later = await client.query({
  query: 'SELECT k FROM later ORDER BY k',
  format: 'JSONEachRow',
});
process.send({ rows: await answer.json(), after: await later.json() });
process.on('disconnect', () => process.exit());
