import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { WriterCounters } from '@emas/clickhouse';
import { startCountingEngine } from '../engine/counting-engine.ts';
import type { CountingEngine } from '../engine/counting-engine.ts';
import { runWriter } from './run-writer.ts';
import type { RunningWriter } from './run-writer.ts';

let engine: CountingEngine;
let writer: RunningWriter | undefined;
let spool = '';
beforeEach(async () => {
  engine = await startCountingEngine();
  spool = mkdtempSync(join(tmpdir(), 'emas-descriptors-'));
});
afterEach(async () => {
  await writer?.kill();
  await engine.stop();
  rmSync(spool, { recursive: true });
});

const lost = ({ dropped }: WriterCounters): number =>
  Object.values(dropped).reduce((sum, rows) => sum + rows, 0);

it('a process out of file descriptors loses no row that is on disk, nor one that comes', async () => {
  engine.fault = () => ({ code: 243 });
  // So small that the rows lie in two files or more; one of them has to be opened.
  const options = { url: engine.url, spool, maxSpoolBytes: 64 * 1024, maxRows: 100 };
  writer = await runWriter(options);
  for (let part = 0; part < 25; part += 1) {
    await writer.add('wire', part * 100, 100);
    await writer.until(({ queued }) => queued.rows === 0);
  }
  const before = await writer.until(({ spooled }) => spooled.rows === 2500);
  expect(before.spooled.bytes).toBeGreaterThan(20_000);

  writer.limitDescriptors(10);
  engine.fault = undefined;
  await writer.add('wire', 2500, 100);
  const out = await writer.until(({ fault }) => fault?.code === 'EMFILE');
  expect(lost(out)).toBe(0);

  writer.limitDescriptors(1000);
  const end = await writer.until(({ sent }) => sent.rows === 2600);
  expect(engine.counted('wire')).toEqual({ rows: 2600, most: 1 });
  expect(lost(end)).toBe(0);
  expect(end).toMatchObject({ parked: 0, spooled: { rows: 0 } });
});

it('a process that has no file descriptor at its start finds later what others left', async () => {
  engine.fault = () => ({ code: 243 });
  const first = await runWriter({ url: engine.url, spool });
  await first.add('wire', 0, 100);
  await first.until(({ spooled, retries }) => spooled.rows === 100 && retries > 0);
  await first.kill();
  const options = { url: engine.url, spool, ownerTimeout: 1000, startExhausted: true };
  writer = await runWriter(options);
  engine.fault = undefined;
  const out = await writer.until(({ fault }) => fault?.code === 'EMFILE');
  expect(out.recovered).toBe(0);
  writer.limitDescriptors(1000);
  const end = await writer.until(({ sent }) => sent.rows === 100);
  expect(end.recovered).toBe(100);
  expect(engine.counted('wire')).toEqual({ rows: 100, most: 1 });
});
