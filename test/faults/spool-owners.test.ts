import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WriterCounters } from '@emas/clickhouse';
import { startCountingEngine } from '../engine/counting-engine.ts';
import type { CountingEngine } from '../engine/counting-engine.ts';
import { SEED, times } from '../runner/repetition.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { runWriter } from './run-writer.ts';
import type { RunningWriter } from './run-writer.ts';

/** What a container is to the spool: its processes have ids of their own, which nobody outside knows. */
const CONTAINER = { path: 'unshare', args: ['--mount-proc', '-pf', '--kill-child'] };
/** The shortest there is: an owner that is silent for a second counts as gone. */
const SOON = 1000;

const folder = mkdtempSync(join(tmpdir(), 'emas-owners-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let engine: CountingEngine;
let spool = '';
const running: RunningWriter[] = [];
beforeEach(async () => {
  engine = await startCountingEngine();
  spool = mkdtempSync(join(folder, 'spool-'));
});
afterEach(async () => {
  for (const writer of running.splice(0)) await writer.kill();
  await engine.stop();
});

const start = async (command?: typeof CONTAINER, options: object = {}): Promise<RunningWriter> => {
  const given = { url: engine.url, spool, ownerTimeout: SOON, ...options };
  const writer = await runWriter(given, command);
  running.push(writer);
  return writer;
};
const away = (): { status: number; html: string } => ({ status: 503, html: '' });
const lost = ({ dropped }: WriterCounters): number =>
  Object.values(dropped).reduce((sum, rows) => sum + rows, 0);

describe('two containers on one spool', () => {
  it('leave what the other has alone while both live, however long', async () => {
    engine.fault = away;
    const outside = await start();
    const inside = await start(CONTAINER);
    expect(inside.pid).toBeLessThan(10);
    // Three times as long as one that is silent would keep its rows.
    for (let part = 0; part < 30; part += 1) {
      await outside.add('outside', part * 10, 10);
      await inside.add('inside', part * 10, 10);
      await sleep((SOON * 3) / 30);
    }
    for (const writer of [outside, inside]) {
      expect(await writer.until(({ queued }) => queued.rows === 0)).toMatchObject({
        spooled: { rows: 300 },
        recovered: 0,
      });
    }
    engine.fault = undefined;
    for (const writer of [outside, inside]) {
      const state = await writer.until(({ sent }) => sent.rows === 300);
      expect(lost(state)).toBe(0);
    }
    for (const table of ['outside', 'inside']) {
      expect(engine.counted(table)).toEqual({ rows: 300, most: 1 });
    }
  });

  it.each([
    ['in a container, its rows are sent from outside', CONTAINER, undefined],
    ['outside, its rows are sent from a container', undefined, CONTAINER],
    ['in a container, its rows are sent from another', CONTAINER, CONTAINER],
  ])('when one is killed %s', async (_name, first, second) => {
    engine.fault = away;
    const victim = await start(first);
    await victim.add('wire', 0, 100);
    await victim.until(({ spooled, retries }) => spooled.rows === 100 && retries > 0);
    await victim.kill();
    const heir = await start(second);
    const state = await heir.until(({ recovered }) => recovered === 100);
    expect(state.spooled.rows).toBe(100);
    engine.fault = undefined;
    expect(lost(await heir.until(({ sent }) => sent.rows === 100))).toBe(0);
    expect(engine.counted('wire')).toEqual({ rows: 100, most: 1 });
  });
});

describe('a process that is killed', () => {
  it('has its rows sent at once by one of the same container', async () => {
    engine.fault = away;
    const victim = await start();
    await victim.add('wire', 0, 100);
    await victim.until(({ spooled, retries }) => spooled.rows === 100 && retries > 0);
    await victim.kill();
    // An hour without a sign of life would have to pass elsewhere.
    const heir = await start(undefined, { ownerTimeout: 3_600_000 });
    const state = await heir.until(({ recovered }) => recovered > 0);
    expect(state.recovered).toBe(100);
  });
});

describe('a process that is frozen for longer than others wait', () => {
  it(`neither loses a row nor has one counted twice, wherever it is frozen (seed ${SEED})`, async () => {
    const runs = times(40, 4);
    for (let run = 0; run < runs; run += 1) {
      const table = `run${run}`;
      let isAway = true;
      engine.fault = (insert) => (insert.table === table && isAway ? away() : undefined);
      const frozen = await start(CONTAINER);
      const other = await start();
      let added = 0;
      const adding = async (): Promise<void> => {
        for (let part = 0; part < 60; part += 1) {
          await frozen.add(table, added, 5);
          added += 5;
        }
      };
      const busy = adding();
      await frozen.until(({ spooled }) => spooled.rows > 0);
      await sleep((SEED * (run + 7) * 13) % 40);
      frozen.freeze();
      await other.until(({ recovered }) => recovered > 0);
      // Some find that all was sent before they wake up, and some that nothing was.
      if (run % 2 === 0) {
        isAway = false;
        await other.until(({ spooled }) => spooled.rows === 0);
      }
      frozen.thaw();
      await busy;
      isAway = false;
      const done = ({ spooled, queued }: WriterCounters): boolean =>
        spooled.rows + queued.rows === 0;
      const states = [await frozen.until(done), await other.until(done)];
      await waitUntil('all rows', () => engine.counted(table).rows === added, {
        patience: 10_000,
        state: () => ({ counted: engine.counted(table), added, states }),
      });
      expect(engine.counted(table)).toEqual({ rows: added, most: 1 });
      for (const state of [await frozen.state(), await other.state()]) expect(lost(state)).toBe(0);
      await frozen.kill();
      await other.kill();
    }
  });
});
