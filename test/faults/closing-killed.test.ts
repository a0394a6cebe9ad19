import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { migrateAnalytics, trafficQueries } from '@emas/analytics';
import { connect } from '@emas/clickhouse';
import { recordInto } from '../../packages/analytics/test/record-into.ts';
import { simulatedHits } from '../../packages/analytics/test/simulated-traffic.ts';
import { randomFrom } from '../runner/random-from.js';
import { SEED, times } from '../runner/repetition.ts';

/* kill -9 while a day is closed, at any moment: nothing of it is lost, and nothing counts twice. */

const APP = fileURLToPath(new URL('closing-app.js', import.meta.url));
const DAY_MS = 86_400_000;
const from = Date.UTC(2026, 2, 27);
const now = from + 3 * DAY_MS;
const day = { from: '2026-03-27', to: '2026-03-28' };

const folder = mkdtempSync(join(tmpdir(), 'emas-closing-'));
const embedded = join(folder, 'clickhouse');
let client: ClickHouseClient;
beforeAll(async () => {
  client = connect({ embedded });
  await migrateAnalytics(client);
});
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

/** @returns Whether it came to its end before it was killed. */
async function close(app: string, killAfter: number): Promise<boolean> {
  const child = fork(APP, [JSON.stringify({ embedded, app, now })], { execArgv: [] });
  const told: unknown[] = [];
  child.on('message', (text) => told.push(text));
  const ended = once(child, 'exit');
  await once(child, 'message');
  await Promise.race([sleep(killAfter), ended]);
  child.kill('SIGKILL');
  await ended;
  return told.includes('closed');
}

async function rowsLeft(app: string): Promise<number> {
  const answer = await client.query({
    query: `SELECT toUInt32((SELECT count() FROM emas_open WHERE app = {app:String})
      + (SELECT count() FROM emas_closing WHERE app = {app:String})) AS rows`,
    query_params: { app },
    format: 'JSONEachRow',
  });
  const [left] = await answer.json<{ rows: number }>();
  return left?.rows ?? -1;
}

it(`has the figures that it had while it was open (seed ${SEED})`, async () => {
  const random = randomFrom(SEED);
  for (let run = 0; run < times(4, 2); run += 1) {
    const app = `run${run}`;
    const hits = simulatedHits(SEED + run, { from, to: from + 2 * DAY_MS, visits: 400 });
    await recordInto(client, hits, { app, timeZone: 'UTC' });
    const { totals, breakdown } = trafficQueries({ client, app, timeZone: 'UTC', smallCells: 1 });
    const figures = async (): Promise<unknown> => [
      await totals(day),
      await breakdown(day, 'page'),
      await breakdown(day, 'exit_page'),
      await breakdown(day, 'source'),
    ];
    const open = await figures();
    let kills = 0;
    // Once at its very beginning, whatever the machine; then at any moment.
    while (kills < 12 && !(await close(app, kills === 0 ? 0 : 100 + random() * 1500))) kills += 1;
    expect(kills).toBeGreaterThan(0);
    await close(app, 60_000);
    expect(await rowsLeft(app)).toBe(0);
    expect(await figures()).toEqual(open);
  }
});
