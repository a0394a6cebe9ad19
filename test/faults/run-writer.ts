import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WriterCounters } from '@emas/clickhouse';
import { firstMessage } from '../waiting/first-message.js';
import { waitUntil } from '../waiting/wait-until.ts';

const PROGRAM = fileURLToPath(new URL('writing-app.js', import.meta.url));

/** A writer of batches in a process of its own. */
export interface RunningWriter {
  /** As the writer itself knows it. */
  readonly pid: number;
  /** Stops it in the middle of what it does, as `docker pause` does. */
  freeze(): void;
  thaw(): void;
  add(table: string, from: number, count: number): Promise<WriterCounters>;
  state(): Promise<WriterCounters>;
  until(holds: (state: WriterCounters) => boolean): Promise<WriterCounters>;
  /** Bounds the numbers of file descriptors: those below ten are in use. */
  limitDescriptors(most: 10 | 1000): void;
  /** @returns What it says at the end. */
  close(timeout: number): Promise<WriterCounters>;
  /** `kill -9` of what was started, with all that it started. */
  kill(): Promise<void>;
}

/** @param command What the writer is started with, such as `unshare`; none by default. */
export async function runWriter(
  options: object,
  command?: { readonly path: string; readonly args: readonly string[] },
): Promise<RunningWriter> {
  const settings = JSON.stringify(options);
  const child =
    command === undefined
      ? fork(PROGRAM, [settings], { execArgv: [] })
      : fork(
          command.args[0] ?? '',
          [...command.args.slice(1), process.execPath, PROGRAM, settings],
          { execPath: command.path, execArgv: [] },
        );
  await firstMessage(child);
  let last = 0;
  const asked = new Map<number, (answer: Answer) => void>();
  child.on('message', (answer: Answer) => asked.get(answer.number)?.(answer));
  const ask = async (name: string, given: object = {}): Promise<Answer> => {
    last += 1;
    const number = last;
    child.send({ name, number, ...given });
    return new Promise((resolve) => asked.set(number, resolve));
  };
  const { pid } = await ask('state');
  const state = async (): Promise<WriterCounters> => (await ask('state')).counters;
  return {
    ...{ pid, state },
    freeze: () => void process.kill(innermost(child.pid ?? 0), 'SIGSTOP'),
    thaw: () => void process.kill(innermost(child.pid ?? 0), 'SIGCONT'),
    add: async (table, from, count) => (await ask('add', { table, from, count })).counters,
    async until(holds) {
      const seen = async (): Promise<WriterCounters | undefined> => {
        const now = await state();
        return holds(now) ? now : undefined;
      };
      return waitUntil('the writer', seen, { state });
    },
    limitDescriptors: (most) =>
      void execFileSync('prlimit', ['--pid', String(pid), `--nofile=${most}:`]),
    close: async (timeout) => (await ask('close', { timeout })).counters,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

interface Answer {
  readonly number: number;
  readonly pid: number;
  readonly counters: WriterCounters;
}

/** The writer's id out here: `unshare` starts it and waits. */
function innermost(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  return child === undefined || child === '' ? pid : innermost(Number(child));
}
