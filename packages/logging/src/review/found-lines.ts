import type { LogFileName } from '../file/file-names.ts';
import { lastWrite } from '../file/last-write.ts';
import { fileLines, logFiles } from '../reading/file-lines.ts';
import { logEntry } from '../reading/log-entries.ts';
import type { LogEntry } from '../reading/log-entries.ts';
import { entryFilter } from '../reading/search.ts';
import type { LogQuery } from '../reading/search.ts';

/** What a search found. */
export interface FoundLines {
  /** The latest first, at most `limit`. */
  readonly lines: readonly LogEntry[];
  /** How many there are of what was read. */
  readonly matched: number;
  /** False where time ran out before all was read: older lines may match as well. */
  readonly complete: boolean;
}

export interface FindLinesOptions {
  /** How many lines are given back. @default 200 */
  readonly limit?: number;
  /** Milliseconds that reading may take. @default 5000 */
  readonly patience?: number;
  /** Of what the query finds, those that this holds for as well. */
  readonly matches?: (entry: LogEntry) => boolean;
}

/** Between two looks at the clock. */
const LINES_A_LOOK = 1000;

/**
 * The latest lines of a folder that a query means, within a time and a memory that are bounded. What was
 * written last is read first.
 *
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_QUERY`.
 */
export async function findLines(
  folder: string,
  query: LogQuery,
  { limit = 200, patience = 5000, matches = () => true }: FindLinesOptions = {},
): Promise<FoundLines> {
  const until = performance.now() + patience;
  const isMeant = entryFilter(query);
  let latest: LogEntry[] = [];
  let matched = 0;
  let read = 0;
  let complete = true;
  for await (const entry of entriesSince(folder, query.since ?? 0)) {
    read += 1;
    if (read % LINES_A_LOOK === 0 && performance.now() > until) {
      complete = false;
      break;
    }
    if (!isMeant(entry) || !matches(entry)) continue;
    matched += 1;
    latest.push(entry);
    if (latest.length >= 2 * limit) latest = cut(latest, limit);
  }
  return { lines: cut(latest, limit), matched, complete };
}

async function* entriesSince(folder: string, since: number): AsyncGenerator<LogEntry> {
  for (const file of await latestFiles(folder, since)) yield* entriesOf(folder, file);
}

/** Those that were written since, the one written last first. */
async function latestFiles(folder: string, since: number): Promise<LogFileName[]> {
  const files = await Promise.all(
    (await logFiles(folder)).map(async (file) => ({ file, at: await lastWrite(folder, file) })),
  );
  return files
    .filter(({ at }) => at >= since)
    .toSorted((left, right) => right.at - left.at)
    .map(({ file }) => file);
}

async function* entriesOf(folder: string, file: LogFileName): AsyncGenerator<LogEntry> {
  for await (const { number, text } of fileLines(folder, file)) {
    const entry = logEntry(text, file.name, number);
    if (entry !== undefined) yield entry;
  }
}

function cut(lines: readonly LogEntry[], limit: number): LogEntry[] {
  // Of one millisecond the line that stands further down is the later one.
  return lines
    .toSorted((left, right) => right.time - left.time || right.line - left.line)
    .slice(0, limit);
}
