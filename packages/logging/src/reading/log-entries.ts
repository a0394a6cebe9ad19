import { EmasError, errorCode } from '@emas/errors';
import type { LogFileName } from '../file/file-names.ts';
import { messageOf } from '../thrown.ts';
import { bySeries, fileLines, logFiles } from './file-lines.ts';

/** A line of a log file, parsed. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: string;
  readonly category: string;
  /** '' for what the app logged itself. */
  readonly event: string;
  readonly message: string;
  /** '' outside of a request. */
  readonly request: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly line: number;
  /** As it stands in the file. */
  readonly text: string;
}

/**
 * All lines of a folder in order of time, from all processes. Lines that are no JSON
 * are passed over: `verifyLogs` is for those.
 *
 * @param wants Which files may hold what is looked for; the others are not opened.
 * @throws EmasError `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_FILE` for a file that is damaged.
 */
export async function* logEntries(
  folder: string,
  wants: (file: LogFileName) => boolean = () => true,
): AsyncGenerator<LogEntry> {
  const files = (await logFiles(folder)).filter(wants);
  const readers = bySeries(files).map((own) => entriesOf(folder, own));
  const heads: Head[] = [];
  try {
    for (const reader of readers) await advance(reader, heads);
    // A folder has a log for each category and process: few enough to look at each.
    while (heads.length > 0) {
      const first = heads.reduce((least, head) =>
        head.entry.time < least.entry.time ? head : least,
      );
      heads.splice(heads.indexOf(first), 1);
      yield first.entry;
      await advance(first.reader, heads);
    }
  } finally {
    // The reader may have seen enough; the files of the others are open as well.
    for (const reader of readers) await reader.return(undefined);
  }
}

interface Head {
  readonly entry: LogEntry;
  readonly reader: AsyncGenerator<LogEntry>;
}

async function advance(reader: AsyncGenerator<LogEntry>, heads: Head[]): Promise<void> {
  const next = await reader.next();
  if (next.done !== true) heads.push({ entry: next.value, reader });
}

async function* entriesOf(folder: string, files: readonly LogFileName[]): AsyncGenerator<LogEntry> {
  for (const file of files) {
    try {
      for await (const { number, text } of fileLines(folder, file)) {
        const entry = logEntry(text, file.name, number);
        if (entry !== undefined) yield entry;
      }
    } catch (error) {
      // Removed as too old since it was listed.
      if (errorCode(error) !== 'ENOENT') throw unreadable(file, error);
    }
  }
}

/** The error of a file that is damaged, or that this user may not read. */
export function unreadable({ name }: LogFileName, cause: unknown): EmasError {
  return new EmasError('ERR_EMAS_LOG_FILE', `${name} cannot be read: ${messageOf(cause)}.`, {
    cause,
    help: 'If it is damaged, move it out of the folder: emas logs verify then names what is missing.',
  });
}

/** @returns `undefined` for what is no line of ours. */
export function logEntry(text: string, file: string, line: number): LogEntry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Torn, or not ours.
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const at = (key: string): unknown => Reflect.get(parsed, key);
  const textAt = (key: string): string => {
    const value = at(key);
    return typeof value === 'string' ? value : '';
  };
  const time = Date.parse(textAt('time'));
  if (Number.isNaN(time) || at('erased') !== undefined) return undefined;
  const data = at('data');
  return {
    time,
    level: textAt('level'),
    category: textAt('category'),
    event: textAt('event'),
    message: textAt('message'),
    request: textAt('request'),
    data: isRecord(data) ? data : {},
    file,
    line,
    text,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
