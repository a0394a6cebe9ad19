import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { waitUntil } from '../waiting/wait-until.ts';

const PROGRAM = fileURLToPath(new URL('ending-app.js', import.meta.url));
/** A repetition cannot come later than two seconds after the first. */
const PAST_REPETITIONS_MS = 2500;

const folder = mkdtempSync(join(tmpdir(), 'emas-end-'));
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface App {
  readonly child: ChildProcess;
  readonly origins: readonly string[];
  /** A request that each listener holds until it is told to answer. */
  readonly held: readonly Promise<string>[];
  /** How the process ended. */
  readonly end: Promise<readonly [number | null, NodeJS.Signals | null]>;
  answer(index?: number): void;
  heard(message: string): Promise<unknown>;
}

/** With a request under way in each of its listeners. */
async function appWithRequests(env: Readonly<Record<string, string>> = {}): Promise<App> {
  const child = fork(PROGRAM, [folder], { execArgv: [], env: { ...process.env, ...env } });
  started.push(child);
  const messages: unknown[] = [];
  child.on('message', (message) => messages.push(message));
  const end = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const apps = Number(env['APPS'] ?? 1);
  const ports = (): number[] =>
    messages.flatMap((message) =>
      typeof message === 'object' && message !== null && 'port' in message
        ? [Number(message.port)]
        : [],
    );
  await waitUntil('the app to listen', () => ports().length === apps);
  const origins = ports().map((port) => `http://127.0.0.1:${port}`);
  const held = origins.map(async (origin) =>
    fetch(`${origin}/held`).then(
      (answer) => answer.text(),
      () => 'cut off',
    ),
  );
  const heard = async (wanted: string, count = 1): Promise<unknown> =>
    waitUntil(wanted, () => messages.filter((one) => one === wanted).length >= count);
  await heard('held', apps);
  return {
    child,
    origins,
    held,
    end,
    answer: (index = 0) => void child.send(`answer ending-${index}`),
    heard,
  };
}

/** It was asked to end: nobody can connect any more. */
async function untilEnding(app: App): Promise<void> {
  await waitUntil('no new connections', async () =>
    Promise.all(
      app.origins.map((origin) =>
        fetch(origin).then(
          () => false,
          () => true,
        ),
      ),
    ).then((refused) => refused.every(Boolean)),
  );
}

it('signals of a terminal, of npm and of a primary that come together are one', async () => {
  const app = await appWithRequests();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const) app.child.kill(signal);
  await untilEnding(app);
  app.child.kill('SIGTERM');
  app.answer();
  await expect(app.held[0]).resolves.toBe('whole');
  const [code, signal] = await app.end;
  expect(code).toBeNull();
  expect(['SIGINT', 'SIGTERM', 'SIGHUP']).toContain(signal);
});

it('a signal that waited while the process was busy is still the first one again', async () => {
  const app = await appWithRequests();
  app.child.kill('SIGINT');
  await untilEnding(app);
  app.child.send('block');
  await app.heard('blocking');
  app.child.kill('SIGTERM');
  app.answer();
  await expect(app.held[0]).resolves.toBe('whole');
  await expect(app.end).resolves.toEqual([null, 'SIGINT']);
});

it('a second signal later ends the process at once, whatever is under way', async () => {
  const app = await appWithRequests();
  app.child.kill('SIGTERM');
  await untilEnding(app);
  await sleep(PAST_REPETITIONS_MS);
  app.child.kill('SIGINT');
  await expect(app.end).resolves.toEqual([null, 'SIGINT']);
  await expect(app.held[0]).resolves.toBe('cut off');
});

it('two apps in one process both end in order', async () => {
  const app = await appWithRequests({ APPS: '2' });
  app.child.kill('SIGTERM');
  await untilEnding(app);
  app.answer(0);
  await expect(app.held[0]).resolves.toBe('whole');
  app.answer(1);
  await expect(app.held[1]).resolves.toBe('whole');
  await expect(app.end).resolves.toEqual([null, 'SIGTERM']);
});

it('the message of PM2 ends it in order, and the signal that comes with it is no second one', async () => {
  const app = await appWithRequests({ pm_id: '0' });
  app.child.send('shutdown');
  await untilEnding(app);
  app.child.kill('SIGINT');
  app.answer();
  await expect(app.held[0]).resolves.toBe('whole');
  await expect(app.end).resolves.toEqual([0, null]);
});

it('a message of some other parent is its own matter', async () => {
  const app = await appWithRequests();
  app.child.send('shutdown');
  app.answer();
  await expect(app.held[0]).resolves.toBe('whole');
  await expect(fetch(`${app.origins[0] ?? ''}/none`)).resolves.toMatchObject({ status: 404 });
});
