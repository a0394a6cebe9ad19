import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { isAlive, processStart } from '../src/index.ts';

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

test('the start of a process stays the same, and differs from that of another', async () => {
  expect(processStart(process.pid)).toBe(processStart(process.pid));
  expect(processStart(process.pid)).not.toBe(processStart(1));
});
