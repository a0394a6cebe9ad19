import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from '@jest/globals';
import { waitUntil } from '../waiting/wait-until.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

it.each([
  ['SIGTERM', 'sent to npm, as by a supervisor', 'npm'],
  ['SIGINT', 'sent to npm', 'npm'],
  ['SIGINT', 'sent to all, as by Ctrl-C in a terminal', 'group'],
  ['SIGINT', 'sent to all and passed on', 'both'],
] as const)('npm start: %s, %s, ends the portal in order', async (signal, _, target) => {
  const data = mkdtempSync(join(tmpdir(), 'emas-start-'));
  folders.push(data);
  const npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', EMAS_DATA: data },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const ended = once(npm, 'exit');
  const origin = await addressIn(createInterface({ input: npm.stdout }));
  npm.stdout.resume();
  expect((await fetch(origin)).status).toBe(200);

  const { pid = 0 } = npm;
  if (target !== 'group') process.kill(pid, signal);
  if (target !== 'npm') process.kill(-pid, signal);
  expect(await ended).toEqual([null, signal]);
  await waitUntil('the port to be free', async () =>
    fetch(origin).then(
      () => false,
      () => true,
    ),
  );
  const events = eventsIn(join(data, 'logs'));
  expect(events.filter((name) => name === 'sys_shutdown')).toHaveLength(1);
});

async function addressIn(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [origin] = /http:\/\/localhost:\d+/.exec(line) ?? [];
    if (origin !== undefined) return origin;
  }
  throw new Error('npm start ended before the portal listened.');
}

function eventsIn(folder: string): unknown[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith('system.'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    .map((line) => (JSON.parse(line) as { event: unknown }).event);
}
