import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { isAlive } from '../src/index.ts';

test('a process is alive until it has ended', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  child.stdin?.end();
  await once(child, 'exit');
  expect(isAlive(pid)).toBe(false);
});

test('a process of another user is alive', () => {
  expect(isAlive(1)).toBe(true);
});
