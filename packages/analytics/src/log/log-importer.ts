import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import type { AccessLine, AccessLineParser } from '@emas/log-lines';
import { localDay, startOfDay } from '@emas/calendar';
import { Recorder } from '../record/recorder.ts';
import type { RecorderCounts } from '../record/recorder.ts';
import { VISIT_IDLE_MS } from '../visit/advance-visit.ts';
import { sendRows } from './import-batch.ts';
import type { ImportSummary, LogImporterOptions, MalformedLine } from './import-options.ts';
import { fileIdOf, readImportRecord, writeImportRecord } from './import-record.ts';
import type { ImportRecord } from './import-record.ts';
import { LineRecorder } from './line-recorder.ts';
import { detectFormat, parserOf } from './log-format.ts';
import type { LogFormat } from './log-format.ts';
import { logLines } from './log-lines.ts';
import type { RawLine } from './log-lines.ts';

const SHOWN_MALFORMED = 5;
const FOLLOW_PAUSE_MS = 500;

/** Brings access logs through the same path as live requests, at their own times. */
export interface LogImporter {
  /**
   * Imports one file, or goes on where an earlier run stopped. Files that follow one another, given in
   * their order, share their visits.
   *
   * @throws EmasError `ERR_EMAS_IMPORT_FILE` when the file cannot be read, `ERR_EMAS_IMPORT_ENGINE` when
   * ClickHouse stays away: nothing is half done then, run it again.
   */
  importFile(path: string): Promise<ImportSummary>;
}

/** The tables must be there: see `migrateAnalytics()`. */
export function logImporter(options: LogImporterOptions): LogImporter {
  const {
    app = 'default',
    timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
    hosts = [],
  } = options;
  const recorder = new Recorder({
    app,
    timeZone,
    network: { ipv4: 32, ipv6: 64 },
    maxVisitors: 1_000_000,
    maxPages: 10_000,
    maxBuckets: 1_000_000,
  });
  const lines = new LineRecorder(recorder, app, hosts);
  return {
    async importFile(path) {
      const job = new FileImport(path, { ...options, app, timeZone }, recorder, lines);
      try {
        return await job.run();
      } catch (cause) {
        const reason = fileFault(cause);
        if (reason === undefined) throw cause;
        throw new EmasError('ERR_EMAS_IMPORT_FILE', `${path}: ${reason}.`, {
          cause,
          help: 'Name an access log, plain or gzip, that this user may read.',
        });
      }
    },
  };
}

interface JobOptions extends LogImporterOptions {
  readonly app: string;
  readonly timeZone: string;
}

const FILE_FAULT = /^(?:E(?:NOENT|ACCES|PERM|ISDIR|NOTDIR|MFILE|IO|LOOP|NAMETOOLONG)|Z_\w+)$/;

/** What the system, or gzip, says of a file; `undefined` for the faults of something else. */
function fileFault(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  if (!FILE_FAULT.test(String(error.code))) return undefined;
  return 'message' in error ? String(error.message) : '';
}

/** One file on its way in. */
class FileImport {
  readonly #path: string;
  readonly #options: JobOptions;
  readonly #client: ClickHouseClient;
  readonly #recorder: Recorder;
  readonly #lines: LineRecorder;
  readonly #malformed: MalformedLine[] = [];
  #file = '';
  #format: LogFormat = 'combined';
  #parse: AccessLineParser = parserOf('combined');
  #record: ImportRecord = { position: 0, pending: 0, lines: 0 };
  /** Lines taken into the open batch, and where it ends. */
  #open = 0;
  #end = 0;
  #read = 0;
  #before = 0;
  #passedOver = 0;
  #lastTime = 0;
  #inode: number | undefined;

  constructor(path: string, options: JobOptions, recorder: Recorder, lines: LineRecorder) {
    this.#path = path;
    this.#options = options;
    this.#client = options.client;
    this.#recorder = recorder;
    this.#lines = lines;
  }

  async run(): Promise<ImportSummary> {
    const { follow = false, signal } = this.#options;
    let complete = await this.#identify();
    if (complete) await this.#warmUp();
    const start = this.#recorder.counts();
    for (let more = complete; more;) {
      complete = await this.#importOnce();
      more = complete && follow && signal?.aborted !== true;
      if (more) await sleep(FOLLOW_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
    return this.#summary(start, this.#file === '' || complete);
  }

  /** @returns False where there is nothing to import yet. */
  async #identify(): Promise<boolean> {
    for await (const lines of logLines(this.#path, 0)) {
      const texts = lines.slice(0, 20).map(({ text }) => text);
      this.#format = this.#options.format ?? detectFormat(texts);
      this.#parse = parserOf(this.#format);
      this.#file = fileIdOf(this.#options.app, texts[0] ?? '');
      this.#record = await readImportRecord(this.#client, this.#options.app, this.#file);
      this.#before = this.#record.lines;
      return true;
    }
    return false;
  }

  /** Goes over the last day before the position again, uncounted: its visits may still be open. */
  async #warmUp(): Promise<void> {
    const { position } = this.#record;
    if (position === 0) return;
    const known: AccessLine[] = [];
    for await (const lines of logLines(this.#path, 0)) {
      for (const { text, end } of lines) {
        if (end > position) return this.#recount(known);
        const parsed = this.#parse(text);
        if (parsed !== undefined) known.push(parsed);
      }
      this.#dropOld(known);
    }
    this.#recount(known);
  }

  #dropOld(known: AccessLine[]): void {
    const last = known.at(-1)?.time;
    if (last === undefined) return;
    const { timeZone } = this.#options;
    const from = startOfDay(localDay(last, timeZone), timeZone) - VISIT_IDLE_MS;
    const kept = known.findIndex(({ time }) => time >= from);
    known.splice(0, Math.max(0, kept));
  }

  #recount(known: readonly AccessLine[]): void {
    for (const line of known) this.#lines.record(line);
    this.#recorder.discard();
  }

  /** @returns False when it was told to stop. */
  async #importOnce(): Promise<boolean> {
    const { signal, follow = false } = this.#options;
    const size = await this.#look();
    this.#end = this.#record.position;
    let bytes = this.#end;
    for await (const lines of logLines(this.#path, this.#end, (count) => (bytes += count))) {
      for (const line of lines.filter(({ partial }) => !(partial && follow))) {
        this.#take(line);
        if (!this.#batchIsDue()) continue;
        await this.#send();
        this.#tell(bytes, size);
        if (signal?.aborted === true) return false;
      }
      this.#tell(bytes, size);
    }
    await this.#send();
    return signal?.aborted !== true;
  }

  #tell(bytes: number, size: number): void {
    const progress = { file: this.#path, lines: this.#read, bytes: Math.min(bytes, size), size };
    this.#options.onProgress?.(progress);
  }

  /** Notices a file that was replaced by a new one. @returns Its size. */
  async #look(): Promise<number> {
    const { size, mtimeMs, ino } = await stat(this.#path);
    if (this.#inode !== undefined && (ino !== this.#inode || size < this.#record.position)) {
      await this.#identify();
    }
    this.#inode = ino;
    // What a line without a time is counted under, until one has told the time.
    if (this.#lastTime === 0) this.#lastTime = Math.floor(mtimeMs);
    return size;
  }

  #batchIsDue(): boolean {
    const { position, pending } = this.#record;
    // After a crash, first exactly the batch that was on its way.
    if (pending > position) return this.#end >= pending;
    return this.#open >= (this.#options.batchLines ?? 50_000);
  }

  #take({ text, end }: RawLine): void {
    this.#open += 1;
    this.#read += 1;
    this.#end = end;
    const parsed = this.#parse(text);
    if (parsed === undefined) {
      if (this.#malformed.length < SHOWN_MALFORMED) {
        this.#malformed.push({ number: this.#before + this.#read, text: text.slice(0, 120) });
      }
      this.#recorder.leaveOut('invalid', this.#lastTime);
      return;
    }
    this.#lastTime = parsed.time;
    if (parsed.time < (this.#options.since ?? 0)) this.#passedOver += 1;
    else this.#lines.record(parsed);
  }

  /** Says what it is about to send, sends it, says that it did: a crash in between repeats just that. */
  async #send(): Promise<void> {
    if (this.#open === 0) return;
    const { app } = this.#options;
    const { position, lines } = this.#record;
    const end = this.#end;
    await writeImportRecord(this.#client, app, this.#file, { position, pending: end, lines });
    await sendRows(this.#client, this.#recorder, `${this.#file}:${position}`);
    this.#record = { position: end, pending: end, lines: lines + this.#open };
    await writeImportRecord(this.#client, app, this.#file, this.#record);
    this.#open = 0;
  }

  #summary(start: ReturnType<Recorder['counts']>, complete: boolean): ImportSummary {
    const now = this.#recorder.counts();
    return {
      file: this.#path,
      format: this.#format,
      lines: this.#read,
      views: now.views - start.views,
      visits: now.visits - start.visits,
      leftOut: difference(now.leftOut, start.leftOut),
      passedOver: this.#passedOver,
      before: this.#before,
      malformed: this.#malformed,
      complete,
    };
  }
}

function difference(
  now: RecorderCounts['leftOut'],
  before: RecorderCounts['leftOut'],
): RecorderCounts['leftOut'] {
  const known = new Map(Object.entries(before));
  return Object.fromEntries(
    Object.entries(now)
      .map(([reason, count]): [string, number] => [reason, count - (known.get(reason) ?? 0)])
      .filter(([, count]) => count > 0),
  );
}
