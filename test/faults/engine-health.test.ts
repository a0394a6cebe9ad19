import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { enginesOf } from '../../packages/clickhouse/test/engine/run-holding-app.ts';
import { createEventBus } from '../../packages/events/src/index.ts';
import { openParts } from '../../packages/suite/src/parts/parts.ts';
import type { Parts } from '../../packages/suite/src/parts/parts.ts';
import { resolveSettings } from '../../packages/suite/src/settings/settings.ts';
import { endInOrder } from '../../packages/suite/src/shutdown.ts';
import { waitUntil } from '../waiting/wait-until.ts';

/* Health of the engine that runs beside an app. */

const data = mkdtempSync(join(tmpdir(), 'emas-engine-health-'));
const folder = join(data, 'clickhouse');
const told: string[] = [];
let parts: Parts;
/** Milliseconds that the test lets pass, beside those that pass by themselves. */
let passed = 0;
beforeAll(() => {
  const events = createEventBus();
  events.subscribe(({ name, fields }) => {
    if (name.startsWith('part_')) told.push(`${name} ${String(Reflect.get(fields, 'standing'))}`);
  });
  const options = { ...{ app: 'test', version: '1.0.0', data, events }, lockFile: false } as const;
  const settings = resolveSettings({ ...options, log: { console: false } }, {});
  parts = openParts(settings, {
    wall: () => Date.now(),
    steady: () => performance.now() + passed,
  });
});
let ending: Promise<void> | undefined;
const end = (): Promise<void> => (ending ??= endInOrder(parts, new Set(), 'test'));
afterAll(async () => {
  await end();
  await waitUntil('the engine to end', () => enginesOf(folder).length === 0);
  rmSync(data, { recursive: true });
});

/** How ClickHouse stands, two seconds later. */
async function standing(): Promise<string> {
  passed += 2000;
  const found = (await parts.health.look()).find(({ reading }) => reading.part === 'clickhouse');
  return found?.degraded[0]?.standing ?? found?.reading.access ?? 'none';
}

it('an engine that opens is well for half a minute', async () => {
  const seen = new Set<string>();
  const isOpen = async (): Promise<boolean> => {
    seen.add(await standing());
    return seen.has('ok');
  };
  expect((await parts.figures?.reading(Date.now()))?.access).toBe('opening');
  expect((await parts.figures?.reading(Date.now() + 31_000))?.access).toBe('away');
  await waitUntil('the engine to open', isOpen);
  expect([...seen]).toEqual(['opening', 'ok']);
  expect(told).toEqual([]);
});

it('one that is lost is away until another has opened', async () => {
  const engine = await waitUntil('an engine', () => enginesOf(folder)[0]);
  process.kill(engine, 'SIGKILL');
  const isTold = async (event: string): Promise<boolean> => {
    await standing();
    return told.includes(event);
  };
  // The next one stands still for as long as the looks take: it may open faster than they come.
  const another = (): number | undefined => enginesOf(folder).find((id) => id !== engine);
  const next = await waitUntil('another engine', another, { every: 1 });
  process.kill(next, 'SIGSTOP');
  await waitUntil('the loss', async () => isTold('part_degraded away'));
  process.kill(next, 'SIGCONT');
  await waitUntil('the return', async () => isTold('part_recovered away'));
  expect(told).toEqual(['part_degraded away', 'part_recovered away']);
  expect((await parts.figures?.reading(Date.now()))?.losses).toBe(1);
});

it('while the app ends nothing is told: what is closed does not answer', async () => {
  told.length = 0;
  await end();
  await waitUntil('the engine to be away', async () => (await standing()) === 'away');
  for (let look = 0; look < 10; look += 1) await standing();
  expect(told).toEqual([]);
});
