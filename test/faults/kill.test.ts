import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runApp } from './run-app.ts';
import type { RunningApp } from './run-app.ts';

const KILLS = 20;
const FLUSH_MS = 1000;
/** Between the flush and the moment at which the batch is on disk. */
const MARGIN_MS = 500;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const folder = mkdtempSync(join(tmpdir(), 'emas-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Asks for pages, several at a time, until told to stop. */
async function load(app: RunningApp, answered: number[], stop: AbortSignal): Promise<number> {
  let sent = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (!stop.aborted) {
        sent += 1;
        try {
          await app.view();
          answered.push(performance.now());
        } catch {
          // The app was killed under this request.
          return;
        }
        await sleep(2);
      }
    }),
  );
  return sent;
}

describe('kill -9 under load', () => {
  it(`loses at most what the flush age allows, ${KILLS} times, and counts nothing twice`, async () => {
    const settings = {
      connection: { embedded: join(folder, 'clickhouse') },
      spool: join(folder, 'spool'),
      flushInterval: FLUSH_MS,
    };
    let counted = 0;
    let answeredAll = 0;
    let sentAll = 0;
    const losses: number[] = [];
    const shares: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const app = await runApp(settings);
      const answered: number[] = [];
      const stop = new AbortController();
      const loading = load(app, answered, stop.signal);
      await sleep(800 + ((SEED * (kill + 7) * 131) % 1400));
      const killedAt = performance.now();
      await app.kill();
      stop.abort();
      sentAll += await loading;
      answeredAll += answered.length;

      const after = await runApp(settings);
      const now = await after.countedViews();
      await after.kill();
      const lost = answered.length - (now - counted);
      counted = now;
      losses.push(lost);
      const late = answered.filter((at) => at > killedAt - FLUSH_MS - MARGIN_MS).length;
      shares.push(late === 0 ? 0 : lost / late);
      // Requests that were counted and not answered any more make the loss negative.
      expect(lost).toBeGreaterThanOrEqual(-8);
      expect(lost).toBeLessThanOrEqual(late);
    }
    const worst = Math.max(...losses);
    process.stderr.write(
      `kill -9, ${KILLS} times (seed ${SEED}): ${answeredAll} views answered, ${counted} counted; ` +
        `lost at most ${worst} at once, ${(Math.max(...shares) * 100).toFixed(0)} % of those answered in the ` +
        `last ${FLUSH_MS + MARGIN_MS} ms\n`,
    );
    expect(counted).toBeLessThanOrEqual(sentAll);
    expect(answeredAll).toBeGreaterThan(KILLS * 50);
  }, 300_000);
});
