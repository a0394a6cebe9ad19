import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { fateOf, isAlive, ownIdentity } from '../src/index.ts';

const PROGRAM = `
  import { fateOf, ownIdentity } from '@emas/processes';
  console.log(JSON.stringify({ own: ownIdentity(), fate: fateOf(JSON.parse(process.argv[1])) }));
`;

/** What another process says of itself, and of this one. */
async function askAnother(
  ...command: readonly string[]
): Promise<{ readonly own: ReturnType<typeof ownIdentity>; readonly fate: string }> {
  const script = ['--input-type=module', '-e', PROGRAM, JSON.stringify(ownIdentity())];
  const [program = process.execPath, ...words] = command;
  const all = program === process.execPath ? script : [...words, process.execPath, ...script];
  const { stdout } = await promisify(execFile)(program, all, { cwd: import.meta.dirname });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof askAnother>>;
}

test('a process is alive for its neighbours, and they are gone once they ended', async () => {
  expect(fateOf(ownIdentity())).toBe('alive');
  const { own, fate } = await askAnother();
  expect(fate).toBe('alive');
  expect(own.place).toBe(ownIdentity().place);
  expect(fateOf(own)).toBe('gone');
});

test('a later process with the same id is another', () => {
  expect(fateOf({ ...ownIdentity(), start: '1' })).toBe('gone');
});

test('a process that ended and that nobody asked for its exit code is gone', async () => {
  // The shell becomes a sleep, which never asks.
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(text.toString());
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  const child = { ...ownIdentity(), pid, start };
  expect(fateOf(child)).toBe('alive');
  // Until then the shell itself may ask.
  const program = (): string => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim();
  await waitUntil('the shell to become a sleep', () => program() === 'sleep', { state: program });
  process.kill(pid, 'SIGKILL');
  await waitUntil('the child to end', () => fateOf(child) === 'gone');
  // Its parent still lives: nobody asked.
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
});

test('nothing is known of a process in another container, whatever its id', async () => {
  const { own, fate } = await askAnother('unshare', '--mount-proc', '-pf');
  expect(own.place).not.toBe(ownIdentity().place);
  expect(fate).toBe('unknown');
  expect(fateOf(own)).toBe('unknown');
});

test('nothing is known where the system tells nothing', () => {
  expect(fateOf({ ...ownIdentity(), place: '' })).toBe('unknown');
});
