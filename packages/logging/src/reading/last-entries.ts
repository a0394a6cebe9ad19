import { join } from 'node:path';
import { errorCode } from '@emas/errors';
import type { LogFileName } from '../file/file-names.ts';
import { lastWrite } from '../file/last-write.ts';
import { bySeries, fileLines, logFiles } from './file-lines.ts';
import { linesBackwards } from './lines-backwards.ts';
import { logEntry } from './log-entries.ts';
import type { LogEntry } from './log-entries.ts';
import { entryFilter } from './search.ts';
import type { EntryFilter, LogQuery } from './search.ts';

/** A line that was found from the end of its file, where nobody has counted those before it. */
export type LastEntry = Omit<LogEntry, 'line'>;

/** Milliseconds by which a file system's times may be behind those of lines: its clock ticks more seldom. */
const CLOCK_GRAIN = 1000;

/** The files of one log and one process, and how far back they were read. */
interface Series {
  /** Not opened yet, the oldest first. */
  readonly files: DatedFile[];
  reader: AsyncGenerator<LastEntry> | undefined;
  /** The latest line that was not given back yet. */
  head: LastEntry | undefined;
}

interface DatedFile {
  readonly file: LogFileName;
  readonly lastWrite: number;
}

/**
 * The last lines of a folder that a query means, in order of time, from all processes.
 * Files are read from their ends, older ones only where the newer ones do not hold enough, packed ones
 * likewise.
 *
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_QUERY`.
 */
export async function lastEntries(
  folder: string,
  query: LogQuery,
  count: number,
): Promise<readonly LastEntry[]> {
  const matches = entryFilter(query);
  const found: LastEntry[] = [];
  const all = await seriesOf(folder, query);
  try {
    while (found.length < count) {
      const next = latest(all);
      if (next === undefined) break;
      if (next.head === undefined) {
        await goBack(folder, next, matches, count - found.length);
      } else {
        found.push(next.head);
        next.head = undefined;
      }
    }
  } finally {
    for (const { reader } of all) await reader?.return(undefined);
  }
  return found.toReversed();
}

async function seriesOf(folder: string, { since = 0, until }: LogQuery): Promise<Series[]> {
  const dated = (file: LogFileName): Promise<DatedFile> =>
    lastWrite(folder, file).then((at) => ({ file, lastWrite: at }));
  return Promise.all(
    bySeries(await logFiles(folder)).map(async (own) => {
      const files = await Promise.all(own.map(dated));
      const meant = files.filter(
        ({ file, lastWrite: at }) =>
          at + CLOCK_GRAIN >= since &&
          (until === undefined || Date.parse(`${file.day}T00:00:00Z`) < until),
      );
      return { files: meant, reader: undefined, head: undefined };
    }),
  );
}

/** Whose next line is the latest: known, or at most as late as its file was written. */
function latest(all: readonly Series[]): Series | undefined {
  let last: Series | undefined;
  for (const series of all) {
    if (bound(series) > (last === undefined ? Number.NEGATIVE_INFINITY : bound(last)))
      last = series;
  }
  return last;
}

function bound({ head, files, reader }: Series): number {
  if (head !== undefined) return head.time;
  // The next one is about as late as the one before it: which it is has to be looked at.
  if (reader !== undefined) return Number.POSITIVE_INFINITY;
  return (files.at(-1)?.lastWrite ?? Number.NEGATIVE_INFINITY) + CLOCK_GRAIN;
}

/**
 * To the next line, or to the beginning of the file that is being read.
 *
 * @param most So many lines may be wanted of it.
 */
async function goBack(
  folder: string,
  series: Series,
  matches: EntryFilter,
  most: number,
): Promise<void> {
  const next = series.reader === undefined ? series.files.pop()?.file : undefined;
  if (next !== undefined) series.reader = entriesBackwards(folder, next, matches, most);
  const entry = await series.reader?.next();
  if (entry?.done === false) series.head = entry.value;
  else series.reader = undefined;
}

async function* entriesBackwards(
  folder: string,
  file: LogFileName,
  matches: EntryFilter,
  most: number,
): AsyncGenerator<LastEntry> {
  if (file.compressed) {
    yield* packedEntriesBackwards(folder, file, matches, most);
    return;
  }
  try {
    for await (const text of linesBackwards(join(folder, file.name))) {
      const entry = logEntry(text, file.name, 0);
      if (entry !== undefined && matches(entry)) yield entry;
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    // Packed or removed since it was listed.
    const packed = { ...file, name: `${file.name}.gz`, compressed: true };
    yield* packedEntriesBackwards(folder, packed, matches, most);
  }
}

/** Those can be read from their beginning only. */
async function* packedEntriesBackwards(
  folder: string,
  file: LogFileName,
  matches: EntryFilter,
  most: number,
): AsyncGenerator<LastEntry> {
  let last: LogEntry[] = [];
  try {
    for await (const { number, text } of fileLines(folder, file)) {
      const entry = logEntry(text, file.name, number);
      if (entry === undefined || !matches(entry)) continue;
      last.push(entry);
      if (last.length >= 2 * most) last = last.slice(-most);
    }
  } catch (error) {
    // Removed since it was listed: its time had come.
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  yield* last.slice(-most).toReversed();
}
