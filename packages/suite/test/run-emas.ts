import { execFile, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { runProgram } from '../src/commands/run.ts';

/** The program as npm installs it. */
export const EMAS: string = fileURLToPath(new URL('../bin/emas.js', import.meta.url));

/** What became of a command line. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Variables that are set for a command, or taken away. */
type Variables = Readonly<Record<string, string | undefined>>;

/** No settings of the machine that runs the tests, and no colours. */
const NOTHING_SET: Variables = Object.fromEntries([
  ...Object.keys(process.env)
    .filter((name) => /^(?:EMAS|REDIS|CLICKHOUSE)_/.test(name))
    .map((name) => [name, undefined]),
  ['NO_COLOR', '1'],
]);

/**
 * Runs a command line in this process, which spares the test a start of Node. Not for commands that read
 * standard input.
 */
export async function runEmas(words: readonly string[], variables: Variables = {}): Promise<Ended> {
  const ended = { code: 0, out: '', err: '' };
  const restore = setVariables({ ...NOTHING_SET, ...variables });
  const before = process.exitCode;
  const out = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => (ended.out += String(text)) !== '');
  const err = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => (ended.err += String(text)) !== '');
  try {
    process.exitCode = undefined;
    await runProgram(words);
    return { ...ended, code: exitCode() };
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
    restore();
  }
}

/** Starts the program, as a terminal does, and waits for its end. */
export async function startEmas(
  words: readonly string[],
  variables: Variables = {},
  input = '',
): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...NOTHING_SET, ...variables };
    const child = execFile(process.execPath, [EMAS, ...words], { env }, (error, out, err) => {
      // A program that a signal ended has no code.
      const code = error === null ? 0 : Number(error.code ?? Number.NaN);
      resolve({ code, out, err });
    });
    child.stdin?.end(input);
  });
}

/** Starts the program and leaves it running. */
export function followEmas(
  words: readonly string[],
  variables: Variables = {},
): ChildProcessByStdio<null, Readable, null> {
  const env = { ...process.env, ...NOTHING_SET, ...variables };
  return spawn(process.execPath, [EMAS, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

function exitCode(): number {
  return Number(process.exitCode ?? 0);
}

function setVariables(variables: Variables): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  assign(Object.entries(variables));
  return () => assign(before);
}

function assign(variables: readonly (readonly [name: string, value: string | undefined])[]): void {
  for (const [name, value] of variables) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
