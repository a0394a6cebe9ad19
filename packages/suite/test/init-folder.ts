import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

/** The packages of this repository, for apps outside of it. */
export const MODULES: string = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A `package.json` of an app that runs today. */
export const EXPRESS = { dependencies: { express: '^5.0.0' } } as const;

/** Files by their names; an object is written as JSON. */
export type Files = Readonly<Record<string, string | object>>;

/** What `emas init --json` says. */
interface Told {
  readonly kind: string;
  readonly written: boolean;
  readonly files: readonly { readonly path: string; readonly does: string }[];
  readonly entry?: string;
  readonly lines: readonly { readonly text: string; readonly where: string }[];
  readonly install: readonly string[];
  readonly start: string;
}

/** A folder in which `emas init` is run. */
export interface InitFolder {
  readonly path: string;
  init(...words: readonly string[]): Promise<Ended>;
  told(...words: readonly string[]): Promise<Told>;
  /** Writes files of an app, folders included. */
  write(files: Files): void;
  textOf(name: string): string;
  /** What its `.env` says. */
  variables(): NodeJS.Dict<string>;
  /** All files with what is in them, and who may read them. */
  snapshot(): readonly (readonly [name: string, text: string, mode: number])[];
  names(): readonly string[];
  /** Starts a program of it with its `.env`, and asks for the first page. */
  firstPage(program: string): Promise<Response>;
  remove(): void;
}

export function makeInitFolder(): InitFolder {
  const path = mkdtempSync(join(tmpdir(), 'emas-init-'));
  const init = (...words: readonly string[]): Promise<Ended> => runEmas(['init', path, ...words]);
  const textOf = (name: string): string => readFileSync(join(path, name), 'utf8');
  const snapshot = (): [string, string, number][] =>
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(path, name), { throwIfNoEntry: false })?.isFile() === true)
      .toSorted()
      .map((name) => [name, textOf(name), statSync(join(path, name)).mode]);
  return {
    path,
    init,
    textOf,
    snapshot,
    async told(...words) {
      const { code, out, err } = await init('--json', ...words);
      if (code !== 0 || err !== '') throw new Error(`emas init ended with ${code}: ${err}`);
      return JSON.parse(out);
    },
    write(files) {
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(join(path, name, '..'), { recursive: true });
        const text = typeof content === 'string' ? content : JSON.stringify(content);
        writeFileSync(join(path, name), text);
      }
    },
    variables: () => parseEnv(textOf('.env')),
    names: () => snapshot().map(([name]) => name),
    firstPage: (program) => firstPageOf(path, program),
    remove: () => rmSync(path, { recursive: true }),
  };
}

async function firstPageOf(path: string, program: string): Promise<Response> {
  if (!existsSync(join(path, 'node_modules'))) symlinkSync(MODULES, join(path, 'node_modules'));
  const port = await freePort();
  const { NODE_ENV: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--env-file=.env', program], {
    cwd: path,
    // Figures are not looked at here, so nothing has to answer.
    env: { ...env, PORT: String(port), EMAS_CLICKHOUSE_URL: 'http://127.0.0.1:9' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  try {
    let page: Response | undefined;
    const hasAnswered = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(said);
      page = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      return page !== undefined;
    };
    await waitUntil('the app answers', hasAnswered, { state: () => said });
    if (page === undefined) throw new Error(said);
    await page.clone().text();
    return page;
  } finally {
    // In order it would wait for a ClickHouse that is not there.
    child.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
