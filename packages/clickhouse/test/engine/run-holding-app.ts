import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';

const PROGRAM = fileURLToPath(new URL('holding-app.js', import.meta.url));

export interface HoldingApp {
  readonly child: ChildProcess;
  rows<Row>(query: string): Promise<Row[]>;
  command(query: string): Promise<void>;
  state(): Promise<{ state: string; losses: number; fault?: object }>;
  close(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
}

/**
 * @param busy Milliseconds for which it stands still when it has connected.
 * @param silent Whether its output comes by pipes.
 */
export function runHoldingApp(folder: string, { busy = 0, silent = false } = {}): HoldingApp {
  const child = fork(PROGRAM, [folder, String(busy)], { execArgv: [], silent });
  let asked = 0;
  const ask = async <Result>(deed: string, given: object = {}): Promise<Result> =>
    new Promise((resolve, reject) => {
      asked += 1;
      const id = asked;
      const ended = (): void => reject(new Error('The app ended before it answered.'));
      const read = (told: {
        id: number;
        result?: Result;
        error?: { code: string; message: string };
      }): void => {
        if (told.id !== id) return;
        child.off('message', read);
        child.off('exit', ended);
        if (told.error !== undefined)
          reject(Object.assign(new Error(told.error.message), told.error));
        // What has no result answers nothing.
        else resolve(told.result as Result);
      };
      child.on('message', read);
      child.once('exit', ended);
      child.send({ id, deed, ...given });
    });
  return {
    child,
    rows: (query) => ask('rows', { query }),
    command: (query) => ask('command', { query }),
    state: () => ask('state'),
    close: () => ask('close'),
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}

/**
 * The one process that runs the engine of a folder.
 *
 * @throws Error where there is none, or more: a signal to a number that is made up may reach anybody.
 */
export async function engineOf(folder: string): Promise<number> {
  return waitUntil('one engine', () => {
    const [engine, another] = enginesOf(folder);
    return another === undefined ? engine : undefined;
  });
}

/** Processes of this machine that run an engine for a folder. */
export function enginesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const words = commandOf(pid);
      return words.some((word) => word.endsWith('engine-program.js')) && words.includes(folder);
    })
    .map(Number);
}

function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It has ended meanwhile.
    return [];
  }
}
