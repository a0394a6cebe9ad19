import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engineOf, enginesOf } from '../../packages/clickhouse/test/engine/run-holding-app.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { runApp } from './run-app.ts';
import type { AppState, RunningApp } from './run-app.ts';

/* The engine beside an app dies under load: the app answers every page, and each view is counted once. */

const work = mkdtempSync(join(tmpdir(), 'emas-dies-'));
const engine = join(work, 'clickhouse');
let app: RunningApp;
let views = 0;
beforeAll(async () => {
  app = await runApp({ connection: { embedded: engine }, spool: join(work, 'spool') });
});
afterAll(async () => {
  await app.kill();
  await waitUntil('the engine to end', () => enginesOf(engine).length === 0);
  rmSync(work, { recursive: true });
});

/** Asks for pages until something holds. @returns What the slowest took, milliseconds. */
async function viewUntil(what: string, holds: () => boolean | Promise<boolean>): Promise<number> {
  let slowest = 0;
  const ask = async (): Promise<boolean> => {
    const taken = await Promise.all(Array.from({ length: 5 }, async () => app.view()));
    views += taken.length;
    slowest = Math.max(slowest, ...taken);
    return holds();
  };
  await waitUntil(what, ask, { every: 5, patience: 180_000, state: () => app.state() });
  return slowest;
}

const sentMore = async (before: AppState): Promise<boolean> =>
  (await app.state()).writer.sent.rows > before.writer.sent.rows;

describe.each(['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGSTOP'] as const)(
  'an engine ends by %s',
  (signal) => {
    it('the app answers on, and nothing is lost or counted twice', async () => {
      const dying = await engineOf(engine);
      const atFirst = await app.state();
      await viewUntil('rows to be sent', async () => sentMore(atFirst));
      const before = await app.state();
      process.kill(dying, signal);
      const slowest = await viewUntil('rows to be sent to another engine', async () => {
        return !enginesOf(engine).includes(dying) && sentMore(before);
      });
      await expect(app.countedViews()).resolves.toBe(views);
      const { writer } = await app.state();
      expect(Object.values(writer.dropped).every((count) => count === 0)).toBe(true);
      process.stderr.write(`engine ended by ${signal}: slowest page ${slowest.toFixed(0)} ms\n`);
    });
  },
);

it('an engine that gets no memory any more loses nothing, whether it dies or refuses', async () => {
  const starved = await engineOf(engine);
  const atFirst = await app.state();
  await viewUntil('rows to be sent', async () => sentMore(atFirst));
  // Less than it has mapped by now: every further mapping fails. The hard limit stays, so that it can be undone.
  execFileSync('prlimit', ['--pid', String(starved), '--as=1000000:']);
  const { retries } = (await app.state()).writer;
  await viewUntil('the engine to fail', async () => (await app.state()).writer.retries > retries);
  const isAlive = enginesOf(engine).includes(starved);
  if (isAlive) execFileSync('prlimit', ['--pid', String(starved), '--as=unlimited:']);
  const before = await app.state();
  await viewUntil('rows to be sent again', async () => sentMore(before));
  await expect(app.countedViews()).resolves.toBe(views);
  const { writer } = await app.state();
  expect(Object.values(writer.dropped).every((count) => count === 0)).toBe(true);
  process.stderr.write(`an engine without memory ${isAlive ? 'refuses' : 'dies'}\n`);
});
