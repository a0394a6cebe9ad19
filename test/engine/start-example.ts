import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** An example's program, started as a newcomer starts it. */
export interface RunningExample {
  readonly origin: string;
  readonly child: ChildProcess;
  /** Asks it to end. @returns Its code and signal. */
  stop(): Promise<readonly [number | null, NodeJS.Signals | null]>;
}

/** A bound against a hang. */
const LONGEST_END_MS = 120_000;

/**
 * Waits for the address that it prints.
 *
 * @param within A command that it is run by, such as `unshare` with its arguments.
 */
export async function startExample(
  program: URL,
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
  within: readonly string[] = [],
): Promise<RunningExample> {
  const [command, ...args] = [...within, process.execPath, fileURLToPath(program)];
  const child = spawn(command ?? process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'development', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const [origin] = /http:\/\/localhost:\d+/.exec(line) ?? [];
    if (origin === undefined) continue;
    child.stdout.resume();
    return { origin, child, stop: () => stop(child) };
  }
  throw new Error(`${program.pathname} ended before it listened. Was everything built?`);
}

async function stop(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return [child.exitCode, child.signalCode];
  }
  const gone = once(child, 'exit');
  const tooLate = setTimeout(() => child.kill('SIGKILL'), LONGEST_END_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(tooLate);
  return [child.exitCode, child.signalCode];
}
