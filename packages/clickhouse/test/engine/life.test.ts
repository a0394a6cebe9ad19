import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { firstMessage } from '../../../../test/waiting/first-message.js';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import { ownIdentity } from '@emas/processes';
import { isStartMarked, takeStartMark } from '../../src/engine/start-mark.ts';
import { engineOf, enginesOf, runHoldingApp } from './run-holding-app.ts';
import type { HoldingApp } from './run-holding-app.ts';

/* Who starts the engine, who ends it, and what becomes of it when one of them dies. */

const work = mkdtempSync(join(tmpdir(), 'emas-engine-'));
let folders = 0;
const apps: HoldingApp[] = [];

function newFolder(): string {
  folders += 1;
  return join(work, `data-${folders}`);
}

function app(folder: string, options?: Parameters<typeof runHoldingApp>[1]): HoldingApp {
  const started = runHoldingApp(folder, options);
  apps.push(started);
  return started;
}

const none = async (folder: string): Promise<void> => {
  await waitUntil('the engine to end', () => enginesOf(folder).length === 0);
};

afterEach(async () => {
  for (const one of apps.splice(0)) await one.end('SIGKILL');
  for (let count = 1; count <= folders; count += 1) await none(join(work, `data-${count}`));
});

const MAKE = 'CREATE TABLE IF NOT EXISTS kept (k UInt8) ENGINE = MergeTree ORDER BY k';
const COUNT = 'SELECT count() AS n FROM kept';
const one = [{ n: 1 }];

it('runs beside the app, which has none of it, and keeps what was written', async () => {
  const folder = newFolder();
  const first = app(folder);
  await first.command(MAKE);
  await first.command('INSERT INTO kept VALUES (1)');
  expect(enginesOf(folder)).toHaveLength(1);
  expect(enginesOf(folder)).not.toContain(first.child.pid);
  await first.close();
  expect(enginesOf(folder)).toEqual([]);
  await expect(app(folder).rows(COUNT)).resolves.toEqual(one);
});

it('two apps that start at the same moment share one, and it outlives whichever goes first', async () => {
  const folder = newFolder();
  const [first, second] = [app(folder), app(folder)];
  await Promise.all([first.command(MAKE), second.command(MAKE)]);
  await waitUntil('one engine to be left', () => enginesOf(folder).length === 1);
  await first.command('INSERT INTO kept VALUES (1)');
  await expect(second.rows(COUNT)).resolves.toEqual(one);
  await first.end('SIGKILL');
  await expect(second.rows(COUNT)).resolves.toEqual(one);
  await expect(second.state()).resolves.toMatchObject({ state: 'open', losses: 0 });
  const third = app(folder);
  await expect(third.rows(COUNT)).resolves.toEqual(one);
  await second.close();
  await expect(third.rows(COUNT)).resolves.toEqual(one);
  await third.close();
  expect(enginesOf(folder)).toEqual([]);
});

it.each(['SIGKILL', 'SIGTERM', 'SIGSEGV'] as const)(
  'an app that ends by %s leaves no engine and no lock',
  async (signal) => {
    const folder = newFolder();
    const first = app(folder);
    await first.command(MAKE);
    await first.end(signal);
    await none(folder);
    const next = app(folder);
    await expect(next.rows(COUNT)).resolves.toEqual([{ n: 0 }]);
  },
);

it.each(['SIGKILL', 'SIGSEGV', 'SIGABRT', 'SIGSTOP'] as const)(
  'an engine that dies or stands still by %s is replaced, with all that it had written',
  async (signal) => {
    const folder = newFolder();
    const holder = app(folder);
    await holder.command(MAKE);
    await holder.command('INSERT INTO kept VALUES (1)');
    const engine = await engineOf(folder);
    process.kill(engine, signal);
    const wait = { patience: 120_000, state: () => holder.state() };
    await waitUntil('another engine', () => !enginesOf(folder).includes(engine), wait);
    await waitUntil('its answer', async () => holder.rows(COUNT).catch(() => undefined), wait);
    await expect(holder.rows(COUNT)).resolves.toEqual(one);
    expect((await holder.state()).losses).toBe(1);
  },
);

it('an engine that hangs, and whose app has died, is no obstacle to the next app', async () => {
  const folder = newFolder();
  const first = app(folder);
  await first.command(MAKE);
  await first.command('INSERT INTO kept VALUES (1)');
  const engine = await engineOf(folder);
  process.kill(engine, 'SIGSTOP');
  await first.end('SIGKILL');
  const next = app(folder);
  const wait = { patience: 120_000, state: () => next.state() };
  await waitUntil('its answer', async () => next.rows(COUNT).catch(() => undefined), wait);
  await expect(next.rows(COUNT)).resolves.toEqual(one);
  expect(enginesOf(folder)).not.toContain(engine);
});

it('a start that was cut off in the wrong moment holds nobody up', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  const starter = spawnSync(process.execPath, ['--version']);
  const gone = { ...ownIdentity(), pid: starter.pid };
  writeFileSync(join(folder, 'starting'), JSON.stringify(gone));
  expect(isStartMarked(folder)).toBe(false);
  expect(existsSync(join(folder, 'starting'))).toBe(false);
  const [first, second] = [takeStartMark(folder), takeStartMark(folder)];
  expect([first, second]).toEqual([true, false]);
});

it('a folder that has gone is named, when its engine dies', async () => {
  const folder = newFolder();
  const holder = app(folder);
  await holder.command(MAKE);
  const engine = await engineOf(folder);
  rmSync(folder, { recursive: true });
  process.kill(engine, 'SIGKILL');
  await waitUntil('it to be told', async () => (await holder.state()).state === 'away');
  await expect(holder.rows(COUNT)).rejects.toThrow(`The data folder ${folder} no longer exists.`);
});

it('an app that stands still as it starts does not take the engine for one that hangs', async () => {
  const folder = newFolder();
  const holder = app(folder);
  await holder.command(MAKE);
  const engines = enginesOf(folder);
  await expect(app(folder, { busy: 11_000 }).rows(COUNT)).resolves.toEqual([{ n: 0 }]);
  expect(enginesOf(folder)).toEqual(engines);
  await expect(holder.state()).resolves.toMatchObject({ losses: 0 });
});

it('an engine that outlives the app which started it keeps none of its pipes open', async () => {
  const folder = newFolder();
  const starter = app(folder, { silent: true });
  starter.child.stdout?.resume();
  starter.child.stderr?.resume();
  await starter.command(MAKE);
  const other = app(folder);
  await other.rows(COUNT);
  const closed = once(starter.child, 'close');
  await starter.end('SIGKILL');
  await closed;
  await expect(other.state()).resolves.toMatchObject({ state: 'open', losses: 0 });
});

it('an app that leaves while the engine opens leaves none behind', async () => {
  const folder = newFolder();
  const hasty = app(folder);
  await hasty.close();
  await none(folder);
  await expect(app(folder).command(MAKE)).resolves.toBeUndefined();
});

it('a program on the socket that is no engine is not taken for one', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  const other = createServer((_req, res) => void res.end('hello'));
  other.listen(join(folder, 'engine.sock'));
  await once(other, 'listening');
  const waiting = app(folder);
  await waitUntil('an attempt', async () => (await waiting.state()).state !== '');
  expect(enginesOf(folder).length).toBeLessThan(2);
  other.close();
  other.closeAllConnections();
  await waitUntil('the engine', async () => waiting.rows('SELECT 1').catch(() => undefined));
});

it('an engine that is asked to end does so with its last app, not before', async () => {
  const folder = newFolder();
  const holder = app(folder);
  await holder.command(MAKE);
  const engine = await engineOf(folder);
  process.kill(engine, 'SIGTERM');
  await holder.command('INSERT INTO kept VALUES (1)');
  expect(enginesOf(folder)).toEqual([engine]);
  await holder.close();
  expect(enginesOf(folder)).toEqual([]);
});

it('is started once more where the last one left its socket behind', async () => {
  const folder = newFolder();
  const first = app(folder);
  await first.command(MAKE);
  const engine = await engineOf(folder);
  first.child.kill('SIGSTOP');
  process.kill(engine, 'SIGKILL');
  await first.end('SIGKILL');
  await expect(app(folder).rows(COUNT)).resolves.toEqual([{ n: 0 }]);
});

it('a folder that another program has open is no reason not to start, and is told', async () => {
  const folder = newFolder();
  const program = fileURLToPath(new URL('foreign-engine.js', import.meta.url));
  const foreign = fork(program, [folder], { execArgv: [] });
  await firstMessage(foreign);
  const waiting = app(folder);
  await expect(waiting.rows('SELECT 1')).rejects.toMatchObject({
    code: 'ERR_EMAS_ENGINE_AWAY',
    message: expect.stringContaining(`is open in process ${foreign.pid}`),
  });
  await expect(waiting.state()).resolves.toMatchObject({ state: 'away' });
  foreign.disconnect();
  const wait = { patience: 120_000, state: () => waiting.state() };
  await waitUntil('the engine', async () => waiting.rows('SELECT 1').catch(() => undefined), wait);
});

it('leaves nothing where its folder was', async () => {
  const folder = newFolder();
  const holder = app(folder);
  await holder.command(MAKE);
  await holder.close();
  rmSync(folder, { recursive: true });
  await none(folder);
  expect(existsSync(folder)).toBe(false);
});
