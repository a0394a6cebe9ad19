import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { localDay, startOfDay } from '@emas/calendar';
import { EmasError, errorCode } from '@emas/errors';
import { logLines } from '@emas/log-lines';
import type { AccessLine, AccessLineReader, OtherLine, RawLine } from '@emas/log-lines';
import type { LeftOutReason } from '../hit.ts';
import { VISIT_IDLE_MS } from '../visit/visit.ts';
import { readFirstLines } from './first-lines.ts';
import type { LogImporterOptions } from './import-options.ts';
import { NOT_IMPORTED } from './import-record.ts';
import type { ImportRecord } from './import-record.ts';
import type { ImportTarget } from './import-target.ts';
import { reasonOfLine } from './line-recorder.ts';
import { LogHead } from './log-head.ts';

/** A line that was read, and when it was: one without a time of its own has that of the line before. */
export interface TimedLine {
  readonly file: LogFile;
  /** Of the log, from 1 on. */
  readonly number: number;
  readonly time: number;
  /** A page view, why a request was none, or `undefined` for what is no line of this format. */
  readonly read: AccessLine | LeftOutReason | 'comment' | undefined;
  /** Of a line that was not understood; else ''. */
  readonly text: string;
  /** Position behind it. */
  readonly end: number;
}

type Options = Pick<LogImporterOptions, 'format' | 'fields' | 'follow' | 'signal'> & {
  readonly app: string;
  readonly timeZone: string;
};

const FILE_FAULT = /^E(?:NOENT|ACCES|PERM|ISDIR|NOTDIR|MFILE|IO|LOOP|NAMETOOLONG)$/;

/** A log, which format it has, and how far it was imported. */
export class LogFile {
  readonly path: string;
  /** '' until there is something to read. */
  format = '';
  head: LogHead;
  record: ImportRecord = NOT_IMPORTED;
  /** Of the file itself. */
  size = 0;
  bytesRead = 0;
  readonly #options: Options;
  readonly #target: ImportTarget;
  #read: AccessLineReader = () => undefined;
  #lastTime = 0;
  #number = 0;
  #inode: number | undefined;
  #isThere = true;

  constructor(path: string, options: Options, target: ImportTarget) {
    this.path = path;
    this.#options = options;
    this.#target = target;
    this.head = new LogHead(options.app);
  }

  /** Whether a batch of it was being sent when an import ended. */
  get isInterrupted(): boolean {
    return this.record.pending > this.record.position;
  }

  /** Lines before this are none of those to come. */
  get earliest(): number {
    return this.#lastTime;
  }

  /**
   * Finds out which log this is, and again where the file was replaced by a new one.
   *
   * @throws EmasError `ERR_EMAS_IMPORT_FILE`, `ERR_EMAS_IMPORT_FORMAT`, `ERR_EMAS_LOG_UNPACK`.
   */
  async look(): Promise<void> {
    const found = await this.#found();
    this.#isThere = found !== undefined;
    if (found === undefined) return;
    const { size, mtimeMs, ino } = found;
    const isNew = this.#inode !== undefined && (ino !== this.#inode || size < this.record.position);
    if (isNew || this.format === '') await this.#identify();
    this.#inode = ino;
    this.size = size;
    // What a line without a time is counted under, until one has told the time.
    if (this.#lastTime === 0) this.#lastTime = Math.floor(mtimeMs);
  }

  /** Asks again how far it was imported: a copy of it may have been, meanwhile. */
  async refresh(): Promise<void> {
    if (this.format !== '') this.record = await this.#target.recordOf(this.head);
  }

  /** The requests of the last day before the position: their visits may still be open. */
  async lastDay(): Promise<readonly AccessLine[]> {
    const known: AccessLine[] = [];
    const { position } = this.record;
    if (position === 0) return known;
    for await (const lines of this.#lines(0, position)) {
      for (const { read } of lines) if (typeof read === 'object') known.push(read);
      this.#dropOld(known);
      if (this.#options.signal?.aborted === true) break;
    }
    return known;
  }

  /** The lines from the position on, or only those of the batch that was interrupted. */
  async *newLines(part: 'all' | 'interrupted'): AsyncGenerator<readonly TimedLine[]> {
    // Until there is a whole line, nobody knows what this is.
    if (!this.#isThere || this.format === '') return;
    const { position, pending } = this.record;
    this.bytesRead = Math.max(this.bytesRead, position);
    this.#number = this.record.lines;
    yield* this.#lines(position, part === 'all' ? Infinity : pending);
  }

  /** @returns `undefined` for a log that is being rotated while it is followed: the next one is not there yet. */
  async #found(): Promise<Stats | undefined> {
    try {
      return await stat(this.path);
    } catch (error) {
      if (this.#isBetweenFiles(error)) return undefined;
      throw this.#faultOf(error);
    }
  }

  /** While a log is followed, a rotation may take its file away between any two looks at it. */
  #isBetweenFiles(error: unknown): boolean {
    const isFollowed = this.#options.follow === true && this.#inode !== undefined;
    return isFollowed && errorCode(error) === 'ENOENT';
  }

  async #identify(): Promise<void> {
    this.format = '';
    const first = await readFirstLines(this.path, this.#options).catch((error: unknown) => {
      if (this.#isBetweenFiles(error)) return undefined;
      throw this.#faultOf(error);
    });
    if (first === undefined) return;
    this.head = first.head;
    this.format = first.format.name;
    this.#read = first.format.open();
    this.#lastTime = first.time;
    this.record = await this.#target.recordOf(first.head);
  }

  async *#lines(from: number, to: number): AsyncGenerator<readonly TimedLine[]> {
    const onRead = (count: number): void => void (this.bytesRead += count);
    const onText = (position: number, bytes: Buffer): void => this.head.add(position, bytes);
    const isFollowed = this.#options.follow === true && to === Infinity;
    try {
      for await (const lines of logLines(this.path, { from, to, onRead, onText })) {
        // The rest of it is still being written.
        const whole = isFollowed ? lines.filter(({ partial }) => !partial) : lines;
        yield whole.map((line) => this.#timed(line));
      }
    } catch (error) {
      if (!this.#isBetweenFiles(error)) throw this.#faultOf(error);
    }
  }

  #timed({ text, end }: RawLine): TimedLine {
    const line = this.#read(text);
    if (typeof line === 'object') this.#lastTime = line.time;
    this.#number += 1;
    const read = viewOf(line);
    return {
      file: this,
      number: this.#number,
      time: this.#lastTime,
      read,
      text: read === undefined ? text : '',
      end,
    };
  }

  #dropOld(known: AccessLine[]): void {
    const last = known.at(-1)?.time;
    if (last === undefined) return;
    const from = startOfVisits(last, this.#options.timeZone);
    const kept = known.findIndex(({ time }) => time >= from);
    known.splice(0, Math.max(0, kept));
  }

  #faultOf(error: unknown): unknown {
    const reason = systemFault(error);
    if (reason === undefined) return error;
    return new EmasError('ERR_EMAS_IMPORT_FILE', `${this.path}: ${reason}.`, {
      cause: error,
      help: 'Name an access log that this user may read.',
    });
  }
}

/** Most lines are no page views; of those, which wait until their batch is sent, the reason is kept alone. */
function viewOf(line: AccessLine | OtherLine | undefined): TimedLine['read'] {
  if (line === 'no_request') return 'invalid';
  return typeof line === 'object' ? (reasonOfLine(line) ?? line) : line;
}

/** When the visits may have begun that count for the day of a moment. */
export function startOfVisits(moment: number, timeZone: string): number {
  return startOfDay(localDay(moment, timeZone), timeZone) - VISIT_IDLE_MS;
}

/** What the system says of a file; `undefined` for the faults of something else. */
function systemFault(error: unknown): string | undefined {
  if (!FILE_FAULT.test(errorCode(error))) return undefined;
  const message: unknown = Reflect.get(Object(error), 'message');
  return String(message);
}
