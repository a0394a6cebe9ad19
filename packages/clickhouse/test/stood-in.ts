import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { startCountingEngine } from '../../../test/engine/counting-engine.ts';
import type { CountingEngine } from '../../../test/engine/counting-engine.ts';
import { batchWriter, connect } from '../src/index.ts';
import type { BatchWriter, BatchWriterOptions } from '../src/index.ts';

/** A stand-in for ClickHouse that can be told to fail, and writers that bring rows there. */
export interface StoodIn {
  engine(): CountingEngine;
  /** A folder of the test's own. */
  spool(): string;
  writer(options?: Partial<BatchWriterOptions>): BatchWriter;
}

/** For the tests of a file: each has a stand-in and a spool of its own. */
export function stoodIn(): StoodIn {
  const open: BatchWriter[] = [];
  let engine: CountingEngine;
  let client: ClickHouseClient;
  let spool = '';
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'emas-stood-in-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    spool = mkdtempSync(join(folder, 'spool-'));
    engine = await startCountingEngine();
    client = connect({ url: engine.url, requestTimeout: 5000 });
  });
  afterEach(async () => {
    engine.fault = undefined;
    for (const writer of open.splice(0)) await writer.close();
    await client.close();
    await engine.stop();
  });
  return {
    engine: () => engine,
    spool: () => spool,
    writer(options = {}) {
      const made = batchWriter({
        ...{ client, spool, flushInterval: 20, retry: { base: 5, cap: 20 } },
        ...options,
      });
      open.push(made);
      return made;
    },
  };
}

/** What was dropped for any reason. */
export function droppedRows(writer: BatchWriter): number {
  return Object.values(writer.counters().dropped).reduce((sum, rows) => sum + rows, 0);
}
