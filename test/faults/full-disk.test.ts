import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../engine/start-engine.ts';
import type { Engine } from '../engine/start-engine.ts';
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
  for (let tries = 0; tries < 300; tries += 1) {
    const state = await running.state();
    if (holds(state)) return state;
    await sleep(100);
  }
  throw new Error(`Waited in vain: ${JSON.stringify(await running.state())}`);
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
    await views(app, 2000);
    const full = await until(app, ({ writer }) => writer.queued.rows > 0);
    expect(full.faults).toBe(0);
    expect(full.writer.spooled.rows).toBeGreaterThan(0);
    expect(Object.values(full.writer.dropped).every((count) => count === 0)).toBe(true);
    await engine.serve();
    await until(app, ({ writer }) => writer.queued.rows + writer.spooled.rows === 0);
    expect(await app.countedViews()).toBe(before + 2000);
  }, 90_000);
});
