import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { batchWriter } from '../src/index.ts';
import type { BatchWriter, BatchWriterOptions, WriterCounters } from '../src/index.ts';

/** Two tables that count what comes to a third, and writers that bring rows there. */
export interface CountingTables {
  engine(): Engine;
  /** A folder of the test's own. */
  spool(): string;
  writer(options?: Partial<BatchWriterOptions>): BatchWriter;
  /** Rows that each of the two tables has counted. */
  counted(): Promise<number[]>;
}

const TABLES = ['sums', 'counts'];

/**
 * An engine with a table `wire`, which keeps nothing, and `sums` and `counts` behind it, for the tests of a
 * file: empty for each, and its writers are closed after it.
 */
export function countingTables(): CountingTables {
  const open: BatchWriter[] = [];
  let engine: Engine;
  let spool = '';
  const run = (query: string): Promise<unknown> => engine.client.command({ query });
  beforeAll(async () => {
    engine = await startEngine();
    await run("CREATE TABLE wire (id UInt32, at DateTime('UTC') DEFAULT 0) ENGINE = Null");
    for (const name of TABLES) {
      await run(
        `CREATE TABLE ${name} (k UInt8, n SimpleAggregateFunction(sum, UInt64), s SimpleAggregateFunction(sum, UInt64))
        ENGINE = AggregatingMergeTree ORDER BY k SETTINGS non_replicated_deduplication_window = 1000`,
      );
      await run(
        `CREATE MATERIALIZED VIEW ${name}_view TO ${name} AS SELECT 1 AS k, count() AS n, sum(id) AS s FROM wire GROUP BY k`,
      );
    }
  });
  afterAll(() => engine.stop());
  beforeEach(async () => {
    spool = mkdtempSync(join(tmpdir(), 'emas-spool-'));
    for (const name of TABLES) await run(`TRUNCATE TABLE ${name}`);
  });
  afterEach(async () => {
    await engine.serve();
    for (const writer of open.splice(0)) await writer.close();
    rmSync(spool, { recursive: true, force: true });
  });
  return {
    engine: () => engine,
    spool: () => spool,
    writer(options = {}) {
      const made = batchWriter({
        client: engine.client,
        spool,
        flushInterval: 50,
        retry: { base: 20, cap: 100 },
        ...options,
      });
      open.push(made);
      return made;
    },
    async counted() {
      const all = await Promise.all(
        TABLES.map((name) =>
          engine.rows<{ n: string }>(`SELECT toString(sum(n)) AS n FROM ${name}`),
        ),
      );
      return all.map(([row]) => Number(row?.n));
    },
  };
}

/** Rows with numbers that follow one another. */
export function ids(from: number, count: number): { id: number }[] {
  return Array.from({ length: count }, (_, index) => ({ id: from + index }));
}

/** Waits until a writer's state is as wanted. */
export async function until(
  subject: BatchWriter,
  holds: (state: WriterCounters) => boolean,
): Promise<WriterCounters> {
  const ask = (): WriterCounters | undefined => {
    const state = subject.counters();
    return holds(state) ? state : undefined;
  };
  return waitUntil('the writer', ask, { state: () => subject.counters() });
}
