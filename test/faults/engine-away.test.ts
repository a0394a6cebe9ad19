import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../engine/start-engine.ts';
import type { Engine } from '../engine/start-engine.ts';
import { times } from '../runner/repetition.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { runApp } from './run-app.ts';
import type { AppState, RunningApp } from './run-app.ts';

const AWAY_MS = times(30_000, 3000);
const BEFORE_MS = times(10_000, 1000);
/** So long that nothing which waits for the engine is answered while the test runs. */
const FOREVER_MS = 600_000;

let engine: Engine;
let app: RunningApp;
const spool = mkdtempSync(join(tmpdir(), 'emas-away-'));
beforeAll(async () => {
  engine = await startEngine();
  app = await runApp({ connection: { url: engine.url, requestTimeout: FOREVER_MS }, spool });
  for (let view = 0; view < 200; view += 1) await app.view();
});
afterAll(async () => {
  await app.kill();
  await engine.stop();
  rmSync(spool, { recursive: true });
});

/**
 * Some 300 views a second for a while, each of which comes to its end.
 *
 * @returns What each took, in milliseconds, ascending.
 */
async function load(milliseconds: number): Promise<number[]> {
  const end = performance.now() + milliseconds;
  const taken: number[] = [];
  while (performance.now() < end) {
    const views = Array.from({ length: 3 }, async () => app.view());
    taken.push(...(await Promise.all(views)));
    await sleep(8);
  }
  return taken.toSorted((left, right) => left - right);
}
/** The same until the app's state shows something, which takes longer where the writer rests longer. */
async function loadUntil(shows: (state: AppState) => boolean): Promise<number[]> {
  const taken = await load(AWAY_MS);
  await waitUntil('the app to notice', async () => {
    taken.push(...(await load(500)));
    return shows(await app.state());
  });
  return taken.toSorted((left, right) => left - right);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const MIB = 1024 * 1024;

describe('an engine that is away under load', () => {
  it('holds up no request, fills no memory, and gets everything once afterwards', async () => {
    const before = await load(BEFORE_MS);
    const heapBefore = (await app.state()).heap;
    await engine.refuse();
    const refused = await loadUntil(({ writer }) => writer.fault?.part === 'engine');
    const inRefusal = await app.state();
    await engine.serve();
    await engine.hang();
    const hung = await loadUntil(({ writer }) => writer.spooled.rows > 0);
    const inHang = await app.state();
    await engine.serve();

    const asked = 200 + before.length + refused.length + hung.length;
    const sent = async (): Promise<AppState | undefined> => {
      const now = await app.state();
      return now.writer.spooled.rows + now.writer.queued.rows === 0 ? now : undefined;
    };
    const wait = { every: 500, patience: 120_000, state: () => app.state() };
    const state = await waitUntil('all rows to be sent', sent, wait);
    expect(await app.countedViews()).toBe(asked);
    expect(Object.values(state.writer.dropped).every((count) => count === 0)).toBe(true);
    expect(inRefusal.writer.fault).toMatchObject({ part: 'engine' });
    expect(inHang.writer.spooled.rows).toBeGreaterThan(0);

    const line = (name: string, taken: readonly number[]): string =>
      `${name} ${at(taken, 0.5).toFixed(1)}/${at(taken, 0.99).toFixed(1)} ms`;
    process.stderr.write(
      `request latency, median/99th: ${line('before', before)}, ${line('refused', refused)}, ` +
        `${line('hanging', hung)}; heap ${(heapBefore / MIB).toFixed(0)} → ${(inHang.heap / MIB).toFixed(0)} MiB\n`,
    );
    expect(inHang.heap - heapBefore).toBeLessThan(64 * MIB);
  });
});
