import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { sendBatch } from '../src/internal.ts';

/** What a migration may rely on, and why it may not change a view: which is ClickHouse's own behaviour. */
const folder = mkdtempSync(join(tmpdir(), 'emas-view-tokens-'));
const QUERY = 'SELECT k, sum(n) AS n FROM wire GROUP BY k';
let engine: Engine;

const told = (query: string): Promise<unknown> => engine.client.command({ query });
const sendTheBatch = (): Promise<void> =>
  sendBatch(engine.client, {
    token: 'one',
    table: 'wire',
    rows: 1,
    body: Buffer.from('{"k":1,"n":1}'),
  });
const counted = async (): Promise<number> => {
  const [row] = await engine.rows<{ n: number }>('SELECT toUInt32(sum(n)) AS n FROM sums');
  return row?.n ?? 0;
};

beforeEach(async () => {
  engine = await startEngine(folder);
  await told('CREATE TABLE wire (k UInt8, n UInt64) ENGINE = Null');
  await told(
    'CREATE TABLE sums (k UInt8, n SimpleAggregateFunction(sum, UInt64)) ' +
      'ENGINE = AggregatingMergeTree ORDER BY k SETTINGS non_replicated_deduplication_window = 10',
  );
  await told(`CREATE MATERIALIZED VIEW sums_view TO sums AS ${QUERY}`);
  await sendTheBatch();
});
afterEach(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  'ALTER TABLE wire ADD COLUMN m UInt8',
  'ALTER TABLE sums ADD COLUMN m UInt8, MODIFY ORDER BY (k, m)',
  'ALTER TABLE sums MODIFY TTL toDate(0) + toIntervalYear(100) + toIntervalDay(k)',
  'ALTER TABLE sums MODIFY SETTING non_replicated_deduplication_window = 20',
  'CREATE TABLE other (n UInt64) ENGINE = MergeTree ORDER BY n',
])('a batch that is sent again after a change counts once: %s', async (change) => {
  await told(change);
  await sendTheBatch();
  expect(await counted()).toBe(1);
});

it('a batch that is sent again after a restart counts once', async () => {
  await engine.stop();
  engine = await startEngine(folder);
  await sendTheBatch();
  expect(await counted()).toBe(1);
});

it('a batch that is sent again after MODIFY QUERY counts twice, which is why migrations may not', async () => {
  await told(`ALTER TABLE sums_view MODIFY QUERY ${QUERY}`);
  await sendTheBatch();
  expect(await counted()).toBe(2);
});
