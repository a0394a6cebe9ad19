import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { SEED } from '../../../test/runner/repetition.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import type { ClickHouseClient } from '@clickhouse/client';
import { DayKeeper } from '../src/days/day-keeper.ts';
import { closeRegularly } from '../src/days/regular-closing.ts';
import { logImporter, migrateAnalytics } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import { requestLine } from './import-harness.ts';
import { recordInto } from './record-into.ts';
import { simulatedHits } from './simulated-traffic.ts';
import { watchedClient } from './watched-client.ts';

/* What a process leaves that is killed, or stopped, while it closes a day or makes figures for a page. */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const from = Date.UTC(2026, 2, 27);
const hits = simulatedHits(SEED, { from, to: from + DAY_MS, visits: 60 });
const today = { from: '2026-03-27', to: '2026-03-27' };
const LIVE = { origin: '', before: '9999-01-01' };

let engine: Engine;
let run = 0;
let app: string;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
});
afterAll(async () => engine.stop());
beforeEach(async () => {
  run += 1;
  app = `left-${run}`;
  await recordInto(engine.client, hits, { app, timeZone: 'UTC' });
});

interface Keeping {
  readonly client?: ClickHouseClient;
  readonly now?: number;
  readonly smallest?: number;
}

const keeper = ({
  client = engine.client,
  now = from + 3 * DAY_MS,
  smallest = 5,
}: Keeping = {}): DayKeeper =>
  new DayKeeper({ client, app, timeZone: 'UTC', smallest, combine: [], now: () => now });

/** A client whose process is killed at a statement. */
const killedAt = (statement: number): ClickHouseClient =>
  watchedClient(engine.client, (sent) => {
    if (sent >= statement) throw new Error('The process died.');
  });

async function portionsIn(table: string, where = '1'): Promise<string[]> {
  const rows = await engine.rows<{ portion: string }>(
    `SELECT DISTINCT toString(portion) AS portion FROM ${table} WHERE ${where} ORDER BY portion`,
  );
  return rows.map(({ portion }) => portion);
}

const ofApp = (): string => `app = '${app}'`;

/** Some hours later, by the clock of the processes. */
async function later<Result>(hours: number, work: () => Promise<Result>): Promise<Result> {
  const time = Date.now() + hours * HOUR_MS;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(time);
  try {
    return await work();
  } finally {
    clock.mockRestore();
  }
}

describe('a process that is killed', () => {
  it('as it closes a day leaves nothing that stays, and takes nothing with it', async () => {
    const dying = keeper({ client: killedAt(12) });
    await expect(dying.closeDue(LIVE)).rejects.toThrow('The process died.');
    const [left] = await portionsIn('emas_cells', ofApp());
    expect(left).toBeDefined();
    expect(await portionsIn('emas_kept')).toEqual([left]);
    const next = keeper();
    await next.closeDue(LIVE);
    const figures = await queriesOf(next).totals(today);
    // It may be alive, and at work.
    await next.removeLeftBehind();
    expect(await portionsIn('emas_cells', ofApp())).toContain(left);
    await later(26, async () => keeper().removeLeftBehind());
    const closed = await portionsIn('emas_closed_days', ofApp());
    expect(closed).toHaveLength(1);
    expect(await portionsIn('emas_cells', ofApp())).toEqual(closed);
    expect(await portionsIn('emas_kept')).toEqual([]);
    await expect(queriesOf(next).totals(today)).resolves.toEqual(figures);
  });

  it('keeps its cells while the rows that they were made of are there', async () => {
    await expect(keeper({ client: killedAt(12) }).closeDue(LIVE)).rejects.toThrow(
      'The process died.',
    );
    const cells = await portionsIn('emas_cells', ofApp());
    await later(26, async () => keeper().removeLeftBehind());
    expect(await portionsIn('emas_cells', ofApp())).toEqual(cells);
  });

  it('as it makes figures for a page leaves nothing that stays, of any app', async () => {
    const now = from + DAY_MS / 2;
    const open = keeper({ now });
    const figures = await queriesOf(open).totals(today);
    const [shown] = await portionsIn('emas_fresh', ofApp());
    await recordInto(engine.client, hits, { app, timeZone: 'UTC' });
    const dying = keeper({ client: killedAt(12), now });
    await expect(queriesOf(dying).totals(today)).rejects.toThrow('The process died.');
    expect((await portionsIn('emas_fresh', ofApp())).length).toBe(2);
    app = 'another';
    await later(26, async () => keeper({ now }).removeLeftBehind());
    app = `left-${run}`;
    expect(await portionsIn('emas_fresh', ofApp())).toEqual([shown]);
    expect(await portionsIn('emas_kept')).toEqual([]);
    expect(figures.visitors).toBeGreaterThan(0);
  });
});

it('a day that is closed as a page is shown leaves no count of its visitors', async () => {
  const closing = keeper();
  const watched = watchedClient(engine.client, async (statement) => {
    // The day's visitors are counted, and its figures are about to be made.
    if (statement === 4) await closing.closeDue(LIVE);
  });
  await queriesOf(keeper({ client: watched, now: from + DAY_MS / 2 })).totals(today);
  for (const table of ['fresh_days', 'rounding', 'fresh']) {
    const rows = await engine.rows(`SELECT * FROM emas_${table} WHERE ${ofApp()}`);
    expect({ table, rows }).toEqual({ table, rows: [] });
  }
});

it('what was left of a day that is closed is removed with the next look', async () => {
  await keeper().closeDue(LIVE);
  await engine.client.insert({
    table: 'emas_fresh_days',
    values: [{ app, day: today.from, origin: '', portion: '1', rows: 1, visitors: 3 }],
    format: 'JSONEachRow',
  });
  await keeper().removeLeftBehind();
  expect(await portionsIn('emas_fresh_days', ofApp())).toEqual([]);
});

it('a day that is shown often has as little to drop at its end as at its beginning', async () => {
  const sent: number[] = [];
  const watched = watchedClient(engine.client, (statement) => {
    sent[sent.length - 1] = statement;
  });
  const queries = queriesOf(keeper({ client: watched, now: from + DAY_MS / 2, smallest: 1 }));
  for (let time = 0; time < 6; time += 1) {
    await recordInto(engine.client, hits.slice(0, 5), { app, timeZone: 'UTC' });
    sent.push(0);
    await queries.totals(today);
  }
  const statements = sent.map((count, index) => count - (sent[index - 1] ?? 0));
  expect(statements[5]).toBe(statements[2]);
});

it('an import that has ended leaves no line of its logs on the disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emas-left-'));
  const log = join(folder, 'access.log');
  writeFileSync(log, requestLine(60, '203.0.113.7', '/oncology'));
  const importer = logImporter({ client: engine.client, app, timeZone: 'UTC', smallCells: 5 });
  await importer.importFiles([log]);
  await expect(importer.finish()).resolves.toBe(1);
  // An embedded engine ends with the command, and would not come to it.
  const files = await engine.rows(
    `SELECT table, name FROM system.parts
     WHERE database = currentDatabase() AND table IN ('emas_open', 'emas_closing')
       AND rows > 0 AND (NOT active OR partition LIKE '%import%')`,
  );
  expect(files).toEqual([]);
  rmSync(folder, { recursive: true });
});

describe('an app that ends while it closes a day', () => {
  it('stops soon, warns of nothing, and the next one goes on', async () => {
    const told = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    let sent = 0;
    let stopped: Promise<void> | undefined;
    const watched = watchedClient(engine.client, (statement) => {
      sent = statement;
      // Its cells are about to be made.
      if (statement === 7) stopped = closing.stop();
    });
    const closing = closeRegularly(lateKeeper(watched), Promise.resolve(), 5);
    await waitUntil('the closing to be stopped', async () =>
      Promise.resolve(stopped !== undefined),
    );
    await stopped;
    const after = sent;
    expect(after).toBe(7);
    expect(await portionsIn('emas_closed_days', ofApp())).toEqual([]);
    const next = keeper({ smallest: 1 });
    await next.closeDue(LIVE);
    expect(sent).toBe(after);
    await expect(queriesOf(next).totals(today)).resolves.toMatchObject({ views: hits.length });
    expect(told).not.toHaveBeenCalled();
    told.mockRestore();
  });

  it('does not wait for tables that are not there', async () => {
    const never = new Promise<void>(() => undefined);
    const closing = closeRegularly(keeper({ client: killedAt(0) }), never, 1);
    await expect(closing.stop()).resolves.toBeUndefined();
  });
});

/** Closes days as if nothing came for them any more. */
function lateKeeper(client: ClickHouseClient): DayKeeper {
  const late = keeper({ client, smallest: 1 });
  const closeDue = late.closeDue.bind(late);
  return Object.assign(late, {
    closeDue: async (_: undefined, signal: AbortSignal) => closeDue(LIVE, signal),
  });
}
