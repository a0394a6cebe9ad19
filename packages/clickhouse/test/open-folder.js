/** Opens a data folder and holds it until it is told to end; for connect.test.ts. */
import { connect } from '../dist/index.js';

const client = await connect({ embedded: process.argv[2] }).catch((error) => {
  process.send({ code: error.code, message: error.message });
  process.exit(1);
});
await client.command({
  query: 'CREATE TABLE IF NOT EXISTS kept (k UInt8) ENGINE = MergeTree ORDER BY k',
});
await client.command({ query: 'INSERT INTO kept VALUES (1)' });
const answer = await client.query({
  query: 'SELECT count() AS n FROM kept',
  format: 'JSONEachRow',
});
process.send({ rows: await answer.json() });
process.on('disconnect', () => process.exit());
