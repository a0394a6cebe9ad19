import { createRequire } from 'node:module';
import { EmasError } from '@emas/errors';

/** What of the engine this package calls. */
export interface ChdbSession {
  queryAsync(query: string, options: { readonly format: string }): Promise<ChdbResult>;
  close(): void;
}

export interface ChdbResult {
  readonly rowsRead: number;
  readonly bytesRead: number;
  bytes(): Uint8Array;
}

/** Opens a session of the engine; all sessions of a process share one folder. */
export type OpenSession = new (
  folder: string,
  options?: { readonly connectionArgs: readonly string[] },
) => ChdbSession;

/** The machine, as far as the engine's binary depends on it. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** False on musl, the C library of Alpine. */
  readonly hasGlibc: boolean;
}

/** Package of the binary for each platform that has one (chDB 3.4). */
const BINARIES: Readonly<Record<string, string>> = {
  'darwin-arm64': '@chdb/lib-darwin-arm64',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'linux-x64': '@chdb/lib-linux-x64-gnu',
};

const SERVER = 'or use a ClickHouse server: connect({ url }), in the suite EMAS_CLICKHOUSE_URL';

/**
 * Asks whether the embedded engine can run here, without loading it: it takes 300 MB and the signal
 * handlers of the process.
 *
 * @throws EmasError `ERR_EMAS_CHDB_PLATFORM` where there is no binary for this machine,
 * `ERR_EMAS_CHDB_MISSING` where the package, or its binary, is not installed.
 */
export function checkChdb(machine: Machine = thisMachine()): void {
  const binary = binaryFor(machine);
  const here = createRequire(import.meta.url);
  let chdb: string;
  try {
    chdb = here.resolve('chdb');
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_CHDB_MISSING',
      'The embedded engine needs the package "chdb", which is not installed.',
      { cause, help: `Run npm install chdb (550 MB on disk), ${SERVER}.` },
    );
  }
  try {
    createRequire(chdb).resolve(binary);
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_CHDB_MISSING',
      `The package "chdb" is installed without its binary, "${binary}".`,
      { cause, help: `Run npm install --include=optional on this platform, ${SERVER}.` },
    );
  }
}

/** Loads the engine. Only its own process does that. */
export function loadChdb(): OpenSession {
  // Types cannot know what is loaded by name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const chdb = createRequire(import.meta.url)('chdb') as typeof import('chdb');
  return chdb.Session;
}

function binaryFor({ platform, arch, hasGlibc }: Machine): string {
  const binary = BINARIES[`${platform}-${arch}`];
  if (binary !== undefined && hasGlibc) return binary;
  const windows = platform === 'win32' ? ['run the app in WSL 2'] : [];
  const musl = binary === undefined ? [] : ['use an image of Debian, such as node:24-slim'];
  throw new EmasError(
    'ERR_EMAS_CHDB_PLATFORM',
    binary === undefined
      ? `The embedded engine (chDB) does not run on ${platform} with ${arch}.`
      : 'The embedded engine (chDB) needs glibc; this system has another C library, as Alpine has.',
    {
      help: `It runs on Linux with glibc and on macOS, x64 and arm64: ${[...windows, ...musl, SERVER].join(', ')}.`,
    },
  );
}

function thisMachine(): Machine {
  const { platform, arch } = process;
  return { platform, arch, hasGlibc: platform !== 'linux' || reportsGlibc() };
}

function reportsGlibc(): boolean {
  const { report } = process;
  // The interfaces of the network take long to list; Node 20's types do not know of it.
  Reflect.set(report, 'excludeNetwork', true);
  const described: unknown = report.getReport();
  if (typeof described !== 'object' || described === null || !('header' in described)) return true;
  const { header } = described;
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
}
