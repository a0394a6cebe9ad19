import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../engine/start-engine.ts';
import type { Engine } from '../engine/start-engine.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { runApp } from './run-app.ts';
import type { AppState, RunningApp } from './run-app.ts';

let engine: Engine;
let app: RunningApp | undefined;
const folder = mkdtempSync(join(tmpdir(), 'emas-disk-'));
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await engine.serve();
  await app?.kill();
});

/** A real file system of its own for the app alone, of a few pages: it vanishes with the app. */
const ON_A_TINY_DISK = {
  path: 'unshare',
  args: ['-rm', 'sh', '-c', `mount -t tmpfs -o size=24k tmpfs "${folder}" && exec "$@"`, 'sh'],
};

/** So many rows have to wait in memory before the engine is back. */
const ROWS_IN_MEMORY = 50;
const MOST_VIEWS = 20_000;

const views = async (running: RunningApp, count: number): Promise<void> => {
  for (let view = 0; view < count; view += 1) {
    await running.view();
    if (view % 10 === 0) await sleep(20);
  }
};
const until = async (
  running: RunningApp,
  holds: (state: AppState) => boolean,
): Promise<AppState> => {
  const ask = async (): Promise<AppState | undefined> => {
    const state = await running.state();
    return holds(state) ? state : undefined;
  };
  const wait = { every: 100, patience: 120_000, state: () => running.state() };
  return waitUntil('the writer', ask, wait);
};

describe('a disk that is full', () => {
  it('holds nothing up: batches wait in memory and are sent once the engine is back', async () => {
    const settings = {
      connection: { url: engine.url },
      spool: join(folder, 'spool'),
      flushInterval: 20,
    };
    app = await runApp(settings, ON_A_TINY_DISK);
    await views(app, 20);
    await until(app, ({ writer }) => writer.sent.rows > 0);
    const before = await app.countedViews();
    await engine.refuse();
    let asked = 0;
    // Enough, and no more: each batch has to be sent in the end.
    while ((await app.state()).writer.queued.rows < ROWS_IN_MEMORY) {
      expect(asked).toBeLessThan(MOST_VIEWS);
      await views(app, 100);
      asked += 100;
    }
    const full = await until(app, ({ writer }) => writer.queued.rows > 0);
    expect(full.faults).toBe(0);
    expect(full.writer.spooled.rows).toBeGreaterThan(0);
    expect(Object.values(full.writer.dropped).every((count) => count === 0)).toBe(true);
    await engine.serve();
    await until(app, ({ writer }) => writer.queued.rows + writer.spooled.rows === 0);
    expect(await app.countedViews()).toBe(before + asked);
  });
});
