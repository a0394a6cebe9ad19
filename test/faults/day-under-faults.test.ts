import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { openRedisDoor } from '../engine/redis-door.ts';
import { startEngine } from '../engine/start-engine.ts';
import type { Engine } from '../engine/start-engine.ts';
import { startExample } from '../engine/start-example.ts';
import type { RunningExample } from '../engine/start-example.ts';
import { startRedis } from '../engine/start-redis.ts';
import { attackerComes, memberComes, programsCall, somethingFails } from '../integration/day.ts';
import { visitorsChoose, visitorsCome, wholeDay } from '../integration/day.ts';
import { asTally, expectedOf, reportOnce, reportWhen, staffOf } from '../integration/day-report.ts';
import type { DayReport } from '../integration/day-report.ts';
import { DayTally } from '../integration/day-tally.ts';

/* The scripted day, while one of the parts around the portal fails: it serves on, and the tally is exact. */

const PORTAL = new URL('../../examples/portal/dist/main.js', import.meta.url);
/** So long that nothing which waits for the engine is answered while a test runs. */
const FOREVER_MS = '600000';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emas-day-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function engineOf(): Promise<Engine> {
  const engine = await startEngine();
  closers.push(() => engine.stop());
  return engine;
}

async function portalOf(env: Readonly<Record<string, string>>): Promise<RunningExample> {
  const portal = await startExample(PORTAL, { EMAS_COUNT_INTERVAL: '500', ...env });
  closers.push(() => portal.stop());
  return portal;
}

it('ClickHouse is away all day: nobody notices, and in the evening everything is told once', async () => {
  const engine = await engineOf();
  const env = { EMAS_DATA: folderOf(), EMAS_CLICKHOUSE_URL: engine.url };
  const first = await portalOf(env);
  await engine.refuse();
  const tally = new DayTally();
  await wholeDay({ origin: first.origin, tally });
  const health = await (await fetch(`${first.origin}/emas/health`)).json();
  expect(health).toMatchObject({ status: 'degraded', parts: { clickhouse: 'away' } });
  await first.stop();
  await engine.serve();
  const second = await portalOf(env);
  const report = await reportWhen(await staffOf(second.origin), tally);
  expect(asTally(report)).toEqual(expectedOf(tally));
});

it('ClickHouse hangs in the middle of the day: no answer waits for it', async () => {
  const engine = await engineOf();
  const portal = await portalOf({
    EMAS_DATA: folderOf(),
    EMAS_CLICKHOUSE_URL: engine.url,
    EMAS_CLICKHOUSE_TIMEOUT: FOREVER_MS,
  });
  const tally = new DayTally();
  const day = { origin: portal.origin, tally };
  await visitorsCome(day);
  await engine.hang();
  // That they come to an end says that none of their answers waited for the engine.
  await visitorsChoose(day);
  await programsCall(day);
  await engine.serve();
  const report = await reportWhen(await staffOf(portal.origin), tally);
  expect(asTally(report)).toEqual(expectedOf(tally));
});

it('Redis goes away at noon: pages are served, and what was counted is exact', async () => {
  const redis = await startRedis();
  closers.push(() => redis.stop());
  const door = await openRedisDoor(redis);
  closers.push(() => door.shut());
  const engine = await engineOf();
  const portal = await portalOf({
    EMAS_DATA: folderOf(),
    EMAS_CLICKHOUSE_URL: engine.url,
    EMAS_REDIS_URL: door.url,
  });
  const tally = new DayTally();
  const day = { origin: portal.origin, tally };
  await memberComes(day);
  const read = await staffOf(portal.origin);
  await door.shut();
  await visitorsCome(day);
  await visitorsChoose(day);
  await programsCall(day);
  // Nobody is signed in by a store that is away, and the form says so.
  const refused = await fetch(`${portal.origin}/en/login`, {
    method: 'POST',
    headers: { Origin: portal.origin, 'X-Forwarded-For': '203.0.113.90' },
    body: new URLSearchParams({ username: 'demo', password: 'selamat-datang' }),
  });
  expect(refused.status).toBe(503);
  await door.open();
  const report = await reportWhen(read, tally);
  expect(asTally(report)).toEqual(expectedOf(tally));
});

it('the disk is full from noon on: pages are served, and nothing that is counted is lost', async () => {
  const engine = await engineOf();
  const folder = folderOf();
  const portal = await startExample(
    PORTAL,
    {
      EMAS_DATA: join(folder, 'data'),
      EMAS_CLICKHOUSE_URL: engine.url,
      EMAS_COUNT_INTERVAL: '500',
    },
    undefined,
    onASmallDisk(folder),
  );
  closers.push(() => portal.stop());
  const tally = new DayTally();
  const day = { origin: portal.origin, tally };
  await visitorsCome(day);
  // The disk is the portal's alone: from here it is reached through the process.
  fill(`/proc/${portal.child.pid}/root${folder}/filler`);
  await memberComes(day);
  await attackerComes(day);
  await programsCall(day);
  await visitorsChoose(day);
  const read = await staffOf(portal.origin);
  rmSync(`/proc/${portal.child.pid}/root${folder}/filler`);
  const report = await reportWhen(read, tally);
  expect(asTally(report)).toEqual(expectedOf(tally));
});

it('killed with -9 at the end of the day, it loses at most what its counts were waiting for', async () => {
  const engine = await engineOf();
  const env = { EMAS_DATA: folderOf(), EMAS_CLICKHOUSE_URL: engine.url };
  const first = await portalOf(env);
  const sure = new DayTally();
  await wholeDay({ origin: first.origin, tally: sure });
  const hasAll = ({ traffic, security }: DayReport): boolean =>
    traffic.totals.views >= sure.views && security.totals.failures === sure.allFailures;
  // What a page shows has left the memory of the process.
  await reportOnce(await staffOf(first.origin), hasAll);
  const late = new DayTally();
  await visitorsCome({ origin: first.origin, tally: late });
  await somethingFails({ origin: first.origin, tally: late });
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await portalOf(env);
  const report = await reportOnce(await staffOf(second.origin), hasAll);
  expect(report.security.totals.failures).toBe(sure.allFailures);
  const { views } = report.traffic.totals;
  expect(views).toBeGreaterThanOrEqual(sure.views);
  expect(views).toBeLessThanOrEqual(sure.views + late.views);
  const [errors] = report.developers.errors;
  expect(errors?.count).toBeLessThanOrEqual(sure.errors + late.errors);
});

/** A real file system of its own: it vanishes with the process. */
function onASmallDisk(folder: string): readonly string[] {
  const mount = `mount -t tmpfs -o size=512k tmpfs "${folder}" && exec "$@"`;
  return ['unshare', '-rm', 'sh', '-c', mount, 'sh'];
}

/** Until the disk refuses one byte more. */
function fill(path: string): void {
  for (let size = 262_144; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if (Reflect.get(Object(error), 'code') !== 'ENOSPC') throw error;
    }
  }
}
