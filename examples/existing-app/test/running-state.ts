import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startExample } from '../../../test/engine/start-example.ts';
// It names its address in the environment, which each app that is started from here has.
import '../src/cdn.js';

/** What `emas doctor` says was stopped, or would have been. */
export interface Blocked {
  readonly what: string;
  readonly setting: string;
  readonly value: string;
  readonly remedy: string;
  readonly where: string;
}

/** A state of the app that runs, with a data folder of its own. */
export interface RunningState {
  readonly origin: string;
  /** What `emas doctor` finds in its log. */
  doctor(): Promise<readonly Blocked[]>;
  /** How many lines of its log tell of an event. */
  told(event: string): Promise<number>;
  stop(): Promise<void>;
}

const EMAS = fileURLToPath(new URL('../../../packages/suite/bin/emas.js', import.meta.url));
const run = promisify(execFile);

/** @param program Its `server.js`. */
export async function startState(
  program: URL,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningState> {
  const data = mkdtempSync(join(tmpdir(), 'emas-existing-data-'));
  const app = await startExample(program, { EMAS_DATA: data, ...env }, data);
  const emas = async (...words: string[]): Promise<string> => {
    const all = { ...process.env, EMAS_DATA: data };
    return (await run(process.execPath, [EMAS, ...words], { env: all })).stdout;
  };
  return {
    origin: app.origin,
    async doctor() {
      const found = JSON.parse(await emas('doctor', '--json')) as {
        readonly log: { readonly blocked: readonly Blocked[] };
      };
      return found.log.blocked;
    },
    async told(event) {
      const lines = await emas('logs', 'search', '--event', event, '--json');
      return lines.split('\n').filter((line) => line !== '').length;
    },
    async stop() {
      await app.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
