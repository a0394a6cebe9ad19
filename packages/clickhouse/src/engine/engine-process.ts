import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fateOf, ownIdentity } from '@emas/processes';
import type { ProcessIdentity } from '@emas/processes';
import { z } from 'zod';

/** Which process is the engine of a folder: who finds that it hangs ends it. */
const FILE = 'engine.json';

const schema = z.object({ place: z.string(), pid: z.int().min(2), start: z.string() });

/** Says that this process is the folder's engine. */
export function writeEngineProcess(folder: string): void {
  try {
    writeFileSync(join(folder, FILE), JSON.stringify(ownIdentity()), { mode: 0o600 });
  } catch {
    // A full disk: then nobody ends this engine where it hangs.
  }
}

/** @returns `undefined` where nothing says it. */
export function readEngineProcess(folder: string): ProcessIdentity | undefined {
  return readIdentity(join(folder, FILE));
}

/** @returns `undefined` for a file that is not there yet, or written just now. */
export function readIdentity(file: string): ProcessIdentity | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Ends an engine that hangs and so keeps its folder from the next: libchdb sleeps for minutes in its handlers
 * of signals. In another container its id means another process, which is left alone.
 */
export function endHangingEngine(engine: ProcessIdentity | undefined): void {
  if (engine === undefined || fateOf(engine) !== 'alive') return;
  try {
    process.kill(engine.pid, 'SIGKILL');
  } catch {
    // It ended just now, or is another user's, who has to end it.
  }
}
