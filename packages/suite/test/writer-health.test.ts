import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchWriter, connect } from '@emas/clickhouse';
import type { BatchWriter } from '@emas/clickhouse';
import { retryDeadLetters } from '@emas/clickhouse/internal';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { startCountingEngine } from '../../../test/engine/counting-engine.ts';
import type { CountingEngine } from '../../../test/engine/counting-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { HealthWatch } from '../src/health/health-watch.ts';
import { writerReading } from '../src/parts/writer-reading.ts';

/* What health makes of a real writer with its spool on a disk. */

const MINUTE = 60_000;
/** The smallest that a writer takes. */
const SPOOL_BYTES = 64 * 1024;
const ROW = { text: 'x'.repeat(1000) };

let engine: CountingEngine;
let client: ReturnType<typeof connect>;
let spool: string;
let writer: BatchWriter;
let watch: HealthWatch;
let told: EmasEvent[];
/** Milliseconds that the test lets pass, beside those that pass by themselves. */
let passed: number;
beforeEach(async () => {
  engine = await startCountingEngine();
  client = connect({ url: engine.url });
  spool = mkdtempSync(join(tmpdir(), 'emas-writer-'));
  writer = batchWriter({
    ...{ client, spool, flushInterval: 10, retry: { base: 5, cap: 20 } },
    ...{ maxSpoolBytes: SPOOL_BYTES, ownerTimeout: 1000 },
  });
  told = [];
  passed = 0;
  const events = createEventBus();
  events.subscribe((event) => told.push(event));
  watch = new HealthWatch({
    read: async () => [writerReading('traffic', writer.counters())],
    events,
    clock: { wall: () => Date.now() + passed, steady: () => performance.now() + passed },
  });
});
afterEach(async () => {
  engine.fault = undefined;
  await writer.close();
  await client.close();
  await engine.stop();
  rmSync(spool, { recursive: true });
});

/** What is wrong, a while later. */
async function after(milliseconds: number): Promise<readonly string[]> {
  passed += milliseconds;
  const [part] = await watch.look();
  return part?.degraded.map(({ standing }) => standing) ?? [];
}
const names = (): string[] =>
  told.map(({ name, fields }) => `${name} ${String(Reflect.get(fields, 'standing'))}`);
const toldOf = async (event: string): Promise<void> => {
  const isTold = async (): Promise<boolean> => {
    await after(2000);
    return names().includes(event);
  };
  await waitUntil(event, isTold, { state: () => [names(), writer.counters()] });
};
const engineIsAway = (): void => {
  engine.fault = () => ({ status: 503, html: '' });
};
const engineIsBack = (): void => {
  engine.fault = undefined;
};

describe('health of a writer', () => {
  it('is good while rows come and go', async () => {
    for (let round = 0; round < 20; round += 1) {
      writer.add('wire', [ROW]);
      await writer.flush();
      expect(await after(MINUTE)).toEqual([]);
    }
    expect(told).toEqual([]);
  });

  it('tells of rows that wait for more than a minute, and that they have gone', async () => {
    engineIsAway();
    writer.add('wire', [ROW]);
    await waitUntil('a fault', () => writer.counters().fault !== null);
    // The engine is away for a moment only, as far as rows can tell.
    expect(await after(30_000)).toEqual([]);
    expect(await after(MINUTE)).toEqual(['waiting']);
    await toldOf('part_degraded waiting');
    engineIsBack();
    await waitUntil('the rows to be sent', () => writer.counters().sent.rows === 1);
    await toldOf('part_recovered waiting');
    await after(MINUTE);
    expect(names()).toEqual(['part_degraded waiting', 'part_recovered waiting']);
  });

  it('tells of a spool that is half full, and then of rows that found no room', async () => {
    engineIsAway();
    const filledTo = (share: number): boolean => {
      const { spooled, queued } = writer.counters();
      return spooled.bytes > spooled.limit * share && queued.rows === 0;
    };
    while (!filledTo(0.5)) {
      writer.add('wire', [ROW]);
      await writer.flush();
    }
    expect(await after(2000)).toEqual(['filling']);
    await toldOf('part_degraded filling');
    expect(names()).toEqual(['part_degraded filling']);
    while (writer.counters().dropped.spool_full === 0) {
      writer.add(
        'wire',
        Array.from({ length: 10 }, () => ROW),
      );
      await writer.flush();
    }
    expect(await after(2000)).toContain('dropping');
    await toldOf('part_degraded dropping');
    engineIsBack();
    await waitUntil('the spool to be empty', () => writer.counters().spooled.rows === 0);
    await toldOf('part_recovered filling');
    expect(await after(MINUTE)).toEqual(['dropping']);
    await after(10 * MINUTE);
    await toldOf('part_recovered dropping');
  });

  it('tells of rows that were parked, until they are sent after all', async () => {
    engine.fault = ({ lines }) =>
      lines.some((line) => line.includes('bad')) ? { code: 27 } : undefined;
    writer.add('wire', [{ text: 'good' }, { text: 'bad' }, { text: 'fine' }]);
    writer.add('wire', [{ text: 'good' }]);
    await waitUntil('a row to be parked', () => writer.counters().parked === 1);
    await waitUntil('the rest to be sent', () => writer.counters().spooled.rows === 0);
    expect(await after(2000)).toEqual(['parked']);
    await toldOf('part_degraded parked');
    engineIsBack();
    await retryDeadLetters(spool);
    await waitUntil('the row to be sent', () => writer.counters().deadLetters.rows === 0);
    await toldOf('part_recovered parked');
    expect(names()).toEqual(['part_degraded parked', 'part_recovered parked']);
  });
});
