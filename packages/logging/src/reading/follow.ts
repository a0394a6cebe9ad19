import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogFileName } from '../file/file-names.ts';
import { logFiles } from './file-lines.ts';
import { logEntry } from './log-entries.ts';
import type { LogEntry } from './log-entries.ts';

const LOOK_EVERY = 300;
const CHUNK = 1024 * 1024;

/** How far a file was read, and the beginning of a line that is not written whole. */
interface Place {
  at: number;
  line: number;
  rest: Buffer;
}

/**
 * The lines that are written from now on, of all logs of a folder, new files included.
 *
 * @param signal Ends it.
 */
export async function* followLogs(folder: string, signal: AbortSignal): AsyncGenerator<LogEntry> {
  const places = new Map<string, Place>();
  for (const file of await plainFiles(folder)) {
    places.set(file.name, { at: await sizeOf(folder, file), line: 0, rest: Buffer.alloc(0) });
  }
  while (!signal.aborted) {
    const found: LogEntry[] = [];
    for (const file of await plainFiles(folder)) {
      const place = places.get(file.name) ?? { at: 0, line: 0, rest: Buffer.alloc(0) };
      places.set(file.name, place);
      found.push(...(await readOn(folder, file, place)));
    }
    yield* found.toSorted((left, right) => left.time - right.time);
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  }
}

async function plainFiles(folder: string): Promise<LogFileName[]> {
  return (await logFiles(folder)).filter(({ compressed }) => !compressed);
}

async function sizeOf(folder: string, file: LogFileName): Promise<number> {
  const handle = await open(join(folder, file.name));
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function readOn(folder: string, file: LogFileName, place: Place): Promise<LogEntry[]> {
  const handle = await open(join(folder, file.name)).catch(() => undefined);
  // Removed between listing and opening: its time had come.
  if (handle === undefined) return [];
  const found: LogEntry[] = [];
  try {
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const { bytesRead } = await handle.read(chunk, 0, CHUNK, place.at);
      if (bytesRead === 0) break;
      place.at += bytesRead;
      const lines = Buffer.concat([place.rest, chunk.subarray(0, bytesRead)]);
      const end = lines.lastIndexOf(0x0a) + 1;
      place.rest = lines.subarray(end);
      for (const text of lines.toString('utf8', 0, end).split('\n').slice(0, -1)) {
        place.line += 1;
        const entry = logEntry(text, file.name, place.line);
        if (entry !== undefined) found.push(entry);
      }
    }
  } finally {
    await handle.close();
  }
  return found;
}
