import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EmasError } from '@emas/errors';
import { ENGINE_PROGRAM } from '../own-files.ts';
import { attach } from './attach.ts';
import type { Attached } from './attach.ts';
import { dropStartMark, isStartMarked, takeStartMark } from './start-mark.ts';

const LOOK_EVERY_MS = 50;

/**
 * Starts an engine for a folder, which outlives this process where another one holds it. Of several
 * processes that want one at the same moment, one starts it.
 *
 * @returns `undefined` where another process starts one, or the signal came.
 * @throws EmasError of the engine where it cannot open the folder, `ERR_EMAS_ENGINE_AWAY` where it just ended.
 */
export async function startEngine(
  folder: string,
  signal: AbortSignal,
): Promise<Attached | undefined> {
  const own = takeStartMark(folder) ? new StartingEngine(folder) : undefined;
  try {
    for (;;) {
      const attached = await attach(folder);
      if (attached !== undefined) return attached;
      if (signal.aborted) {
        own?.stop();
        return undefined;
      }
      if (own?.fault !== undefined) throw own.fault;
      if (own === undefined && !isStartMarked(folder)) return undefined;
      await sleep(LOOK_EVERY_MS, undefined, { ref: false });
    }
  } finally {
    if (own !== undefined) dropStartMark(folder);
  }
}

/** One that was started and has not answered yet. */
class StartingEngine {
  /** Why it ended. */
  fault: EmasError | undefined;
  #child: ChildProcess | undefined;

  constructor(folder: string) {
    let told: EmasError | undefined;
    const end = (fault: EmasError): void => {
      this.fault ??= fault;
    };
    try {
      const child = spawnEngine(folder);
      this.#child = child;
      child.on('message', (message) => {
        told = faultOf(message);
      });
      child.on('error', (error) => end(endedEarly(folder, error.message, error)));
      child.once('exit', (code, signal) => {
        end(told ?? endedEarly(folder, String(signal ?? code)));
      });
    } catch (error) {
      // Some reasons are told this way: no memory, no right to start programs.
      end(endedEarly(folder, String(error), error));
    }
  }

  /** It ends by itself where nobody else holds it by then. */
  stop(): void {
    this.#child?.kill('SIGTERM');
  }
}

/** What an engine needs of this process's environment: its secrets are none of that. */
const ENVIRONMENT = ['HOME', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'PATH', 'TMPDIR', 'TZ'];

/** In a session of its own, so that Ctrl-C in a terminal ends the app and not the engine before it. */
function spawnEngine(folder: string): ChildProcess {
  const kept = ENVIRONMENT.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = spawn(process.execPath, [fileURLToPath(ENGINE_PROGRAM), folder], {
    cwd: folder,
    detached: true,
    // Statements wait in threads of libuv's pool.
    env: { ...Object.fromEntries(kept), UV_THREADPOOL_SIZE: '8' },
    // Whoever reads this process's standard error waits for its end: the engine, which may live longer, must
    // not hold it open.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  child.stderr?.on('data', (complaint: Buffer) => process.stderr.write(complaint));
  // A pipe is a socket, for Node.
  if (child.stderr instanceof Socket) child.stderr.unref();
  return child;
}

function faultOf(told: unknown): EmasError | undefined {
  if (typeof told !== 'object' || told === null) return undefined;
  if (!('code' in told && 'message' in told)) return undefined;
  const { code, message } = told;
  return isErrorCode(code) ? new EmasError(code, String(message)) : undefined;
}

function isErrorCode(code: unknown): code is `ERR_EMAS_${string}` {
  return typeof code === 'string' && code.startsWith('ERR_EMAS_');
}

function endedEarly(folder: string, how: string, cause?: unknown): EmasError {
  return new EmasError(
    'ERR_EMAS_ENGINE_AWAY',
    `The engine in ${folder} stopped while it was starting (${how}).`,
    {
      cause,
      help: 'The reason may be on standard error: memory, disk, or a binary of another machine.',
    },
  );
}
