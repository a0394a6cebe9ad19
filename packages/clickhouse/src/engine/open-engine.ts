import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmasError } from '@emas/errors';
import { isAlive } from '@emas/processes';
import { loadChdb } from './chdb.ts';
import { Engine } from './engine.ts';
import { socketIn } from './engine-socket.ts';

/** An engine that is about to end has let go of its folder within this. */
const PATIENCE_MS = 15_000;
/** Doubled each time: the engine complains on standard error at every try. */
const FIRST_PAUSE_MS = 250;
/** Holds the kernel's lock on the folder, which decides between two that start at once. */
const LOCK_FILE = 'status';

/**
 * Opens the engine of a folder.
 *
 * @returns `undefined` where another engine answers there already.
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_LOCKED` where another program has the folder open,
 * `ERR_EMAS_CLICKHOUSE_FOLDER` where it cannot be opened.
 */
export async function openEngine(folder: string): Promise<Engine | undefined> {
  const open = loadChdb();
  const until = performance.now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    if (await answersIn(folder)) return undefined;
    try {
      return new Engine(folder, open);
    } catch (cause) {
      // Why it could not, the engine tells standard error alone.
      const mayBeLocked = existsSync(join(folder, LOCK_FILE));
      if (!mayBeLocked || performance.now() > until) throw unopened(folder, cause);
      await sleep(pause);
    }
  }
}

async function answersIn(folder: string): Promise<boolean> {
  const socket = createConnection(socketIn(folder));
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Nobody listens there, or not yet.
    return false;
  } finally {
    socket.destroy();
  }
}

function unopened(folder: string, cause: unknown): EmasError {
  const owner = ownerOf(folder);
  return owner === undefined
    ? new EmasError('ERR_EMAS_CLICKHOUSE_FOLDER', `The data folder ${folder} cannot be opened.`, {
        cause,
        help: 'The reason is on standard error. Check that this process may read and write the folder, that the disk is not full, and that no other program or container has it open.',
      })
    : new EmasError(
        'ERR_EMAS_CLICKHOUSE_LOCKED',
        `The data folder ${folder} is open in process ${owner}, which is not an engine of this suite.`,
        { cause, help: 'Stop that process, or use a ClickHouse server by URL.' },
      );
}

/** ClickHouse writes its process id into the file that it keeps locked. */
function ownerOf(folder: string): number | undefined {
  let status: string;
  try {
    status = readFileSync(join(folder, LOCK_FILE), 'utf8');
  } catch {
    return undefined;
  }
  const pid = Number(/^PID: (\d+)/m.exec(status)?.[1]);
  return Number.isInteger(pid) && isAlive(pid) ? pid : undefined;
}
