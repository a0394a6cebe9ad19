import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { SEED } from '../../../test/runner/repetition.ts';
import { DayCells } from '../src/days/day-cells.ts';
import { migrateAnalytics } from '../src/index.ts';
import { recordInto } from './record-into.ts';
import { simulatedHits } from './simulated-traffic.ts';

/* The more hits a day has, the less is counted in one statement: that must be all that changes. */

const ZONE = 'Asia/Kuala_Lumpur';
const DAY = { app: 'large', day: '2026-03-27', origin: '' };
const PLACE = { round: 0, before: 0, refused: 0 };
const from = Date.UTC(2026, 2, 26, 16);
const COMBINE = [['channel', 'country', 'page']] as const;

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
  const hits = simulatedHits(SEED, { from, to: from + 2 * 86_400_000, visits: 1500 });
  await recordInto(engine.client, hits, { app: DAY.app, timeZone: ZONE });
});
afterAll(async () => engine.stop());

/** What is made of the day where it is said to have so many hits. */
async function cellsOf(hits: number, smallest: number): Promise<unknown[]> {
  const cells = new DayCells(engine.client, { smallest, combine: COMBINE });
  const work = { from: 'emas_open', into: 'emas_cells', parts: [], hits } as const;
  const portion = await cells.write(DAY, work, PLACE);
  return engine.rows(
    `SELECT * EXCEPT (portion) FROM emas_cells WHERE portion = ${portion} ORDER BY ALL`,
  );
}

it.each([1, 5])(
  'has the same cells however little is counted at once, rounded to multiples of %d',
  async (smallest) => {
    const small = await cellsOf(1000, smallest);
    expect(small.length).toBeGreaterThan(1000);
    for (const hits of [1_900_000, 2_100_000, 1e9]) {
      await expect(cellsOf(hits, smallest)).resolves.toEqual(small);
    }
  },
);
