import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { SEED, times } from '../runner/repetition.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { runApp } from './run-app.ts';
import type { Death, RunningApp } from './run-app.ts';

const KILLS = times(20, 2);
const FLUSH_MS = 1000;
/** Between the flush and the moment at which the batch is on disk; on a slow machine it is more. */
const MARGIN_MS = 500;
/** So many answers that the machine needs for a page, each taken as slow as the slowest. */
const MARGIN_PAGES = 10;
/** Under load there are more of them by far. */
const FEWEST_ANSWERS = 50;

const folder = mkdtempSync(join(tmpdir(), 'emas-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Asks for pages, several at a time, until told to stop. */
async function load(
  app: RunningApp,
  answered: { readonly at: number; readonly took: number }[],
  stop: AbortSignal,
): Promise<number> {
  let sent = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (!stop.aborted) {
        sent += 1;
        try {
          const took = await app.view();
          answered.push({ at: performance.now(), took });
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

describe.each<readonly [Death, number]>([
  ['SIGKILL', KILLS],
  ['SIGSEGV', 1],
  ['SIGABRT', 1],
  ['out of memory', 1],
])('an app that ends by %s under load', (way, kills) => {
  it(`loses at most what the flush age allows, ${kills} times, and counts nothing twice`, async () => {
    const settings = {
      connection: { embedded: join(folder, way, 'clickhouse') },
      spool: join(folder, way, 'spool'),
      flushInterval: FLUSH_MS,
    };
    let counted = 0;
    let answeredAll = 0;
    let sentAll = 0;
    const losses: number[] = [];
    const shares: number[] = [];
    const gone: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const app = await runApp(settings);
      const answered: { readonly at: number; readonly took: number }[] = [];
      const stop = new AbortController();
      const loading = load(app, answered, stop.signal);
      await sleep(800 + ((SEED * (kill + 7) * 131) % 1400));
      await waitUntil('answers', () => answered.length > FEWEST_ANSWERS);
      const killedAt = performance.now();
      await app.kill(way);
      gone.push(performance.now() - killedAt);
      stop.abort();
      sentAll += await loading;
      answeredAll += answered.length;

      const after = await runApp(settings);
      const now = await after.countedViews();
      await after.kill();
      const lost = answered.length - (now - counted);
      counted = now;
      losses.push(lost);
      const slowest = Math.max(...answered.map(({ took }) => took));
      const since = killedAt - FLUSH_MS - MARGIN_MS - slowest * MARGIN_PAGES;
      const late = answered.filter(({ at }) => at > since).length;
      shares.push(late === 0 ? 0 : lost / late);
      // Requests that were counted and not answered any more make the loss negative.
      expect(lost).toBeGreaterThanOrEqual(-8);
      expect(lost).toBeLessThanOrEqual(late);
    }
    const worst = Math.max(...losses);
    process.stderr.write(
      `${way}, ${kills} times, gone after ${Math.max(...gone).toFixed(0)} ms at most: ${answeredAll} views answered, ${counted} counted; ` +
        `lost at most ${worst} at once, ${(Math.max(...shares) * 100).toFixed(0)} % of those answered in the ` +
        `last ${FLUSH_MS + MARGIN_MS} ms and ${MARGIN_PAGES} answers\n`,
    );
    expect(counted).toBeLessThanOrEqual(sentAll);
    expect(answeredAll).toBeGreaterThan(kills * FEWEST_ANSWERS);
  }, 900_000);
});
