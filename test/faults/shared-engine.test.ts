import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { enginesOf } from '../../packages/clickhouse/test/engine/run-holding-app.ts';
import { startEmas } from '../../packages/suite/test/run-emas.ts';
import { firstMessage } from '../waiting/first-message.js';
import { waitUntil } from '../waiting/wait-until.ts';

/* Several processes use the engine of one data folder, and each view is counted once. */

const PROGRAM = fileURLToPath(new URL('suite-app.js', import.meta.url));
const ACCESS_LOG = fileURLToPath(
  new URL('../../packages/analytics/test/access.log', import.meta.url),
);
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

const work = mkdtempSync(join(tmpdir(), 'emas-shared-'));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface App {
  readonly child: ChildProcess;
  readonly origin: string;
}

async function start(data: string): Promise<App> {
  const child = fork(PROGRAM, [data], { execArgv: [] });
  children.push(child);
  const { port } = (await firstMessage(child)) as { port: number };
  return { child, origin: `http://127.0.0.1:${port}` };
}

async function end({ child }: App): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** A visitor who asks for pages until told to stop. @returns How many were answered. */
async function visit({ origin }: App, stop: AbortSignal): Promise<number> {
  let answered = 0;
  while (!stop.aborted) {
    const page = await fetch(`${origin}/`, { headers: { 'user-agent': FIREFOX } });
    await page.text();
    if (page.ok) answered += 1;
  }
  return answered;
}

async function counted({ origin }: App, views: number): Promise<number> {
  const ask = async (): Promise<number> => {
    const answer = await fetch(`${origin}/count`);
    return answer.ok ? ((await answer.json()) as { views: number }).views : -1;
  };
  await waitUntil('all views to be counted', async () => (await ask()) >= views, {
    every: 200,
    state: ask,
  });
  return ask();
}

it('two apps and an import at once', async () => {
  const data = join(work, 'two');
  const apps = await Promise.all([start(data), start(data)]);
  const stop = new AbortController();
  const visits = apps.map((app) => visit(app, stop.signal));
  const imported = await startEmas(['import', ACCESS_LOG, '--app', 'imported', '--json'], {
    EMAS_DATA: data,
  });
  expect(imported).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(imported.out)).toMatchObject([{ views: 114 }]);
  stop.abort();
  const answered = (await Promise.all(visits)).reduce((sum, views) => sum + views, 0);
  const [first] = apps;
  expect(enginesOf(join(data, 'clickhouse'))).toHaveLength(1);
  await expect(counted(first, answered)).resolves.toBe(answered);
  await Promise.all(apps.map(end));
  expect(enginesOf(join(data, 'clickhouse'))).toEqual([]);
  process.stderr.write(`two apps and an import: ${answered} views answered and counted\n`);
});

it('a reload: the new process overlaps the old one, under load', async () => {
  const data = join(work, 'reload');
  let answered = 0;
  let old = await start(data);
  for (let reload = 0; reload < 3; reload += 1) {
    const stopOld = new AbortController();
    const atOld = visit(old, stopOld.signal);
    const next = await start(data);
    const stopNext = new AbortController();
    const atNext = visit(next, stopNext.signal);
    // What a proxy does: it sends nobody there any more, then the process is asked to end.
    stopOld.abort();
    answered += await atOld;
    await end(old);
    stopNext.abort();
    answered += await atNext;
    old = next;
  }
  await expect(counted(old, answered)).resolves.toBe(answered);
  await end(old);
  process.stderr.write(`three reloads: ${answered} views answered and counted\n`);
});
