import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect, copyTables } from '../src/index.ts';
import type { CopyOptions } from '../src/index.ts';
import { contentOf, heldTables } from '../src/transfer/tables.ts';

/* A copy that is interrupted, or whose answers are lost, has each row once in the end. */

const work = mkdtempSync(join(tmpdir(), 'emas-copy-'));
const clients: ClickHouseClient[] = [];
let databases = 0;
let from: ClickHouseClient;

const TABLES = [
  `CREATE TABLE emas_sums (day Date, key UInt32, value SimpleAggregateFunction(sum, UInt64), seen AggregateFunction(uniq, UInt64))
   ENGINE = AggregatingMergeTree PARTITION BY toYYYYMM(day) ORDER BY (day, key)
   SETTINGS non_replicated_deduplication_window = 10000`,
  `CREATE TABLE emas_rows (at DateTime64(3), text String, list Array(String), maybe Nullable(Int8))
   ENGINE = MergeTree ORDER BY at SETTINGS non_replicated_deduplication_window = 10000`,
];
const ROWS = [
  `INSERT INTO emas_sums SELECT toDate('2026-10-01') + number % 60, number % 9000, 1, uniqState(number)
   FROM numbers(80000) GROUP BY number`,
  `INSERT INTO emas_rows SELECT toDateTime64('2026-10-01 00:00:00', 3) + number, concat('a', char(number % 256)),
   [toString(number)], if(number % 3 = 0, NULL, 1) FROM numbers(25000)`,
];

async function database(): Promise<ClickHouseClient> {
  databases += 1;
  const client = connect({ embedded: join(work, String(databases)) });
  clients.push(client);
  for (const query of TABLES) await client.command({ query });
  return client;
}

beforeAll(async () => {
  from = await database();
  for (const query of ROWS) await from.command({ query });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  rmSync(work, { recursive: true });
});

async function expectSame(to: ClickHouseClient): Promise<void> {
  for (const table of await heldTables(from)) {
    await expect(contentOf(to, table)).resolves.toEqual(await contentOf(from, table));
  }
}

it('is stopped after each portion, and goes on', async () => {
  const to = await database();
  const record = join(work, 'stopped.json');
  let attempts = 0;
  for (;;) {
    attempts += 1;
    const stop = new AbortController();
    let portions = 0;
    const options: CopyOptions = {
      ...{ from, to, target: 'there', record, signal: stop.signal },
      onProgress: () => {
        portions += 1;
        if (portions > attempts) stop.abort();
      },
    };
    const copied = await copyTables(options);
    if (copied === undefined) continue;
    expect(copied.find(({ name }) => name === 'emas_rows')).toEqual({
      name: 'emas_rows',
      rows: 25_000,
    });
    break;
  }
  expect(attempts).toBeGreaterThan(3);
  await expectSame(to);
});

it('sends a portion again whose answer was lost, which counts once', async () => {
  const to = await database();
  const record = join(work, 'lost.json');
  const stop = new AbortController();
  let portions = 0;
  const onProgress = (): void => {
    portions += 1;
    if (portions === 4) stop.abort();
  };
  await copyTables({ from, to, target: 'there', record, signal: stop.signal, onProgress });
  const known = JSON.parse(readFileSync(record, 'utf8')) as { done: string[] };
  expect(known.done.length).toBeGreaterThan(2);
  writeFileSync(record, JSON.stringify({ ...known, done: known.done.slice(0, 1) }));
  // The background may merge what was copied before.
  await from.command({ query: 'OPTIMIZE TABLE emas_sums FINAL' });
  await expect(copyTables({ from, to, target: 'there', record })).resolves.toHaveLength(2);
  await expectSame(to);
});

it('a table that differs in the end is told', async () => {
  const to = await database();
  const record = join(work, 'differs.json');
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  await copyTables({ from, to, target: 'there', record, signal: stop.signal, onProgress });
  await to.command({
    query: "INSERT INTO emas_rows (at, text) VALUES (now64(3), 'of somebody else')",
  });
  await expect(copyTables({ from, to, target: 'there', record })).rejects.toMatchObject({
    code: 'ERR_EMAS_COPY_DIFFERS',
    message: expect.stringContaining('emas_rows has 25000 rows here and 25001 there'),
  });
});

it('a record of another target, or none, is no reason to guess', async () => {
  const to = await database();
  const record = join(work, 'other.json');
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  await copyTables({ from, to, target: 'there', record, signal: stop.signal, onProgress });
  const elsewhere = copyTables({ from, to, target: 'elsewhere', record });
  await expect(elsewhere).rejects.toMatchObject({ code: 'ERR_EMAS_COPY_RECORD' });
  writeFileSync(record, '{');
  const damaged = copyTables({ from, to, target: 'there', record });
  await expect(damaged).rejects.toMatchObject({ code: 'ERR_EMAS_COPY_RECORD' });
});
