import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '@emas/errors';
import { unpackFault } from './unpack-fault.ts';

/** A program that unpacks from standard input to standard output. */
export interface UnpackProgram {
  readonly program: string;
  readonly args: readonly string[];
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const MOST_SAID = 300;

/**
 * A file's bytes through a program of the system. It gets the bytes and not the path, so no name of a file can
 * be taken for an option, and none of the variables that give such programs more options.
 */
export async function* throughProgram(
  path: string,
  { program, args }: UnpackProgram,
  source: Readable,
): AsyncGenerator<Buffer> {
  const child = await started(path, program, args).catch((error: unknown) => {
    source.destroy();
    throw error;
  });
  const ended = once(child, 'close');
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    if (said.length < MOST_SAID) said += text.toString('utf8', 0, MOST_SAID);
  });
  const fed = pipeline(source, child.stdin).then(
    () => undefined,
    (error: unknown) => error,
  );
  try {
    const text: AsyncIterable<Buffer> = child.stdout;
    yield* text;
    const [code]: unknown[] = await ended;
    const fault = await fed;
    // A program that stops early closes its end, which says less than the program does.
    if (fault !== undefined && errorCode(fault) !== 'EPIPE') throw fault;
    if (code !== 0)
      throw unpackFault(path, reasonOf(said, program), `Check it with ${program} --test.`);
  } finally {
    source.destroy();
    child.stdout.destroy();
    child.kill('SIGKILL');
    await ended;
  }
}

async function started(path: string, program: string, args: readonly string[]): Promise<Child> {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  try {
    await once(child, 'spawn');
    return child;
  } catch (cause) {
    const reason = `the program ${program} did not start (${errorCode(cause)})`;
    throw unpackFault(path, reason, `Install ${program}, or unpack the file first.`, cause);
  }
}

function reasonOf(said: string, program: string): string {
  const [line = ''] = said.trim().split(/[\n;]/, 1);
  return line === '' ? `${program} refused it` : `${program} says "${line.slice(0, MOST_SAID)}"`;
}
