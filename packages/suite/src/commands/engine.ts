import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { serveEngine, SOCKET_NAME } from '@emas/clickhouse/internal';
import type { EngineServer } from '@emas/clickhouse/internal';
import { EmasError } from '@emas/errors';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { keptSecret } from '../settings/kept-secret.ts';
import { engineFolder } from './engine-at.ts';
import { withHelp } from './help-text.ts';
import { jsonOption, jsonText } from './json-output.ts';
import { secretSetting } from './where.ts';
import { writeLine } from './write-line.ts';

interface Place {
  readonly host: string;
  readonly port: number;
}

interface EngineFlags {
  readonly data?: string;
  readonly listen?: Place;
  readonly json?: boolean;
}

/** `emas engine`: the embedded engine by itself, for several apps or for a program such as Grafana. */
export function engineCommand(command: Command): Command {
  command
    .description(
      'Runs the embedded ClickHouse engine until Ctrl-C. An app starts and stops its own engine; this command is for several apps, and for other programs that read the figures.',
    )
    .option('--data <folder>', 'of the data (default: clickhouse in EMAS_DATA)')
    .option(
      '--listen <[host:]port>',
      'also listen on TCP, for programs that have the key (default: only the socket in the folder)',
      readPlace,
    )
    .addOption(jsonOption('where it listens'));
  return withHelp(command, {
    examples: ['emas engine --data ./data/emas/clickhouse', 'emas engine --listen 8123'],
    notes: [
      "Ask it: curl --unix-socket ./data/emas/clickhouse/engine.sock 'http://engine/?query=SHOW+TABLES', or by TCP: curl -H \"X-ClickHouse-Key: $(cat ./data/emas/clickhouse/engine.key)\" 'http://127.0.0.1:8123/?query=SHOW+TABLES'.",
      'It takes 550 MB of disk (npm install chdb) and 300 MB of memory, and runs on Linux with glibc and on macOS.',
      'Anyone with the key can do what the user of this program can: read and write figures and files. Keep the key like a password, and do not open the port to other machines.',
      'The key for --listen is in EMAS_ENGINE_KEY or in the file named by EMAS_ENGINE_KEY_FILE; without them a key is generated and stored in engine.key in the folder. The user name does not matter.',
    ],
  }).action(runEngine);
}

async function runEngine({ data, listen, json }: EngineFlags): Promise<void> {
  const folder = resolve(engineFolder(data));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Statements wait in threads of libuv's pool, which is made when it is first needed.
  process.env['UV_THREADPOOL_SIZE'] ??= '8';
  process.umask(0o077);
  const asked = new Promise<void>((end) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => end());
  });
  const server = await serveEngine({
    folder,
    ...(listen === undefined ? {} : { tcp: { ...listen, key: keyOf(folder) } }),
    onUnheld: () => undefined,
  });
  if (server === undefined) throw runsAlready(folder);
  const places = placesOf(folder, server, listen);
  await writeLine(json === true ? jsonText(places) : placesText(places));
  await asked;
  await server.close();
  // The engine's threads would keep the process.
  process.exit();
}

/** Where it listens; the key itself is not told. */
interface Places {
  readonly socket: string;
  readonly url?: string;
  readonly key?: string;
}

function placesOf(folder: string, { port }: EngineServer, listen: Place | undefined): Places {
  const socket = join(folder, SOCKET_NAME);
  if (port === undefined || listen === undefined) return { socket };
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  const key = ownKey() === undefined ? join(folder, KEY_FILE) : 'EMAS_ENGINE_KEY';
  return { socket, url: `http://${host}:${port}/`, key };
}

function placesText({ socket, url, key }: Places): string {
  const byTcp = url === undefined ? [] : [`HTTP    ${url}`, `key     ${key ?? ''}`];
  return [`socket  ${socket}`, ...byTcp].join('\n');
}

const KEY_FILE = 'engine.key';
const SHORTEST_KEY = 20;

function keyOf(folder: string): string {
  return ownKey() ?? keptSecret(folder, KEY_FILE);
}

/** @throws EmasError `ERR_EMAS_ENGINE_KEY` on one that could be guessed: tries are not counted. */
function ownKey(): string | undefined {
  const key = secretSetting(process.env, 'EMAS_ENGINE_KEY');
  if (key === undefined || key.length >= SHORTEST_KEY) return key;
  throw new EmasError(
    'ERR_EMAS_ENGINE_KEY',
    `EMAS_ENGINE_KEY: expected ${SHORTEST_KEY} characters or more, received ${key.length}.`,
    { help: 'Generate one: openssl rand -base64 32. Or leave it out, and one is generated.' },
  );
}

function runsAlready(folder: string): EmasError {
  const hint = existsSync(join(folder, KEY_FILE)) ? '' : ' An app may have started it.';
  return new EmasError(
    'ERR_EMAS_ENGINE_RUNS',
    `An engine is already running in ${folder}.${hint}`,
    {
      help: 'Use it through its socket, or stop it first: an engine that an app started stops with the app.',
    },
  );
}

/** `8123`, `127.0.0.1:8123`, `[::1]:8123`; without a host, this machine alone. */
function readPlace(text: string): Place {
  const [, bracketed, plain, port] =
    /^(?:(?:\[([\d.:a-f]+)\]|([\w.-]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new InvalidArgumentError('Expected a port, or host:port such as 127.0.0.1:8123.');
  }
  return { host: bracketed ?? plain ?? '127.0.0.1', port: Number(port) };
}
