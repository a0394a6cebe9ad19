/** An app that asks its engine eight questions at once and looks at files meanwhile. */
import { stat } from 'node:fs/promises';
import { createClient } from '@clickhouse/client';
import { connect } from '../../../packages/clickhouse/dist/index.js';

const { folder, place } = JSON.parse(process.argv[2]);
const path = `${folder}/clickhouse`;
const client = place === 'beside' ? connect({ embedded: path }) : await inside();
const QUESTIONS = 8;
const query = 'SELECT sum(sipHash64(number)) FROM numbers(8000000)';
const ask = async () => (await client.query({ query, format: 'JSONEachRow' })).json();

await ask();
const state = { isOver: false };
const answer = async () => {
  await Promise.all(Array.from({ length: QUESTIONS }, ask));
  state.isOver = true;
};
const answered = answer();
let longestWait = 0;
while (!state.isOver) {
  const asked = performance.now();
  await stat(folder);
  longestWait = Math.max(longestWait, performance.now() - asked);
}
await answered;
const { rss } = process.memoryUsage();
await client.close();
process.send({ rss, longestWait });

/** Loaded here alone: to load it takes 150 MB. */
async function inside() {
  const { createChdbConnection } = await import('chdb/connection');
  return createClient({ connection: createChdbConnection({ path }) });
}
