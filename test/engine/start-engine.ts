import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '../../packages/clickhouse/src/index.ts';

const PROGRAM = fileURLToPath(new URL('engine-process.js', import.meta.url));

/** The engine in a process of its own, reached over HTTP. */
export interface Engine {
  readonly url: string;
  readonly client: Awaited<ReturnType<typeof connect>>;
  readonly pid: number;
  /** Connections are refused from now on. */
  refuse(): Promise<void>;
  /** Requests are taken and never answered. */
  hang(): Promise<void>;
  serve(): Promise<void>;
  rows<Row>(query: string): Promise<Row[]>;
  stop(): Promise<void>;
}

/** @param folder Of the data; without it, nothing is kept. */
export async function startEngine(folder?: string): Promise<Engine> {
  const data = folder ?? mkdtempSync(join(tmpdir(), 'emas-engine-'));
  const child = fork(PROGRAM, [data], { execArgv: [] });
  const { port } = await message(child, isListening);
  const url = `http://127.0.0.1:${port}`;
  const client = connect({ url });
  const told = async (mode: string): Promise<void> => {
    const answered = message(child, (text) => text === mode || isListening(text));
    child.send(mode);
    await answered;
  };
  return {
    url,
    client,
    pid: child.pid ?? 0,
    refuse: () => told('refuse'),
    hang: () => told('hang'),
    serve: () => told('serve'),
    async rows<Row>(query: string) {
      return (await client.query({ query, format: 'JSONEachRow' })).json<Row>();
    },
    async stop() {
      await client.close();
      await kill(child);
      if (folder === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function isListening(text: unknown): text is { port: number } {
  return typeof text === 'object' && text !== null && 'port' in text;
}

async function message<Wanted>(
  child: ChildProcess,
  wanted: ((text: unknown) => text is Wanted & object) | ((text: unknown) => boolean),
): Promise<Wanted> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('The engine ended before it answered.'));
    const read = (text: unknown): void => {
      if (!wanted(text)) return;
      child.off('exit', ended);
      child.off('message', read);
      resolve(text as Wanted);
    };
    child.once('exit', ended);
    child.on('message', read);
  });
}
