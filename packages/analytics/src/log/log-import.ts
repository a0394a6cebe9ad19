import { setTimeout as sleep } from 'node:timers/promises';
import { EmasError } from '@emas/errors';
import type { Recorder } from '../record/recorder.ts';
import { FileTally } from './file-tally.ts';
import type { ImportSummary, LogImporterOptions } from './import-options.ts';
import type { ImportRecord } from './import-record.ts';
import type { ImportTarget } from './import-target.ts';
import type { LineRecorder } from './line-recorder.ts';
import { startOfVisits } from './log-file.ts';
import type { LogFile, TimedLine } from './log-file.ts';
import { mergedLines } from './merged-lines.ts';
import { OpenBatch } from './open-batch.ts';

const BATCH_LINES = 50_000;
const FOLLOW_PAUSE_MS = 500;

/** What an import works with. */
export interface ImportParts {
  readonly options: LogImporterOptions & { readonly timeZone: string };
  readonly target: ImportTarget;
  readonly recorder: Recorder;
  readonly lines: LineRecorder;
}

/** Some logs on their way in, merged by time. They have been looked at. */
export class LogImport {
  readonly #files: readonly LogFile[];
  readonly #parts: ImportParts;
  readonly #tallies: ReadonlyMap<LogFile, FileTally>;
  #batch: OpenBatch;
  #round = 0;
  /** Of logs in the batch that was sent last, until it is written how far they are, by their ids. */
  #untold: ReadonlyMap<string, ImportRecord> = new Map();

  constructor(files: readonly LogFile[], parts: ImportParts) {
    this.#files = files;
    this.#parts = parts;
    this.#batch = new OpenBatch(parts.options.timeZone);
    this.#tallies = new Map(files.map((file) => [file, new FileTally(file)]));
  }

  async run(): Promise<ImportSummary[]> {
    const { follow = false } = this.#parts.options;
    const interrupted = await this.#interruptedBatches();
    this.#round = await this.#parts.target.round();
    await this.#warmUp();
    let complete = true;
    // After a crash, first exactly the batches that were on their way, each by itself.
    for (const files of interrupted) {
      complete = complete && (await this.#importOnce(files, 'interrupted'));
    }
    for (let more = complete; more;) {
      complete = await this.#importOnce(this.#files, 'all');
      more = complete && follow && !this.#isStopped;
      if (more) await this.#pause();
    }
    const hint = this.#parts.lines.ownHostHint();
    return [...this.#tallies.values()].map((tally) => tally.summary(complete, hint));
  }

  get #isStopped(): boolean {
    return this.#parts.options.signal?.aborted === true;
  }

  /** Those that had a part in a batch that was being sent, by batch. */
  async #interruptedBatches(): Promise<readonly (readonly LogFile[])[]> {
    const batches = new Map<string, LogFile[]>();
    for (const file of this.#files.filter(({ isInterrupted }) => isInterrupted)) {
      const { batch } = file.record;
      batches.set(batch, [...(batches.get(batch) ?? []), file]);
    }
    if (batches.size === 0) return [];
    const known = (await this.#parts.target.allRecords()).filter(
      ({ batch, position, pending }) => pending > position && batches.has(batch),
    );
    const missing = known.length - [...batches.values()].flat().length;
    if (missing === 0) return [...batches.values()];
    throw new EmasError(
      'ERR_EMAS_IMPORT_PART',
      `An import was interrupted while it sent a batch of several logs, of which ${missing} are not given now.`,
      { help: 'Run the import again with all the logs that were given then.' },
    );
  }

  /** Goes over the last day before the positions again, uncounted: its visits may still be open. */
  async #warmUp(): Promise<void> {
    const { recorder, lines, options } = this.#parts;
    const days = [];
    for (const file of this.#files) days.push(await file.lastDay());
    const known = days.flat().toSorted((one, other) => one.time - other.time);
    const last = known.at(-1)?.time;
    if (last === undefined) return;
    const from = startOfVisits(last, options.timeZone);
    for (const line of known) if (line.time >= from) lines.record(line);
    recorder.discard();
  }

  /** @returns False when it was told to stop. */
  async #importOnce(files: readonly LogFile[], part: 'all' | 'interrupted'): Promise<boolean> {
    let isComplete: boolean;
    try {
      isComplete = await this.#importLines(files, part);
    } catch (error) {
      // Why it broke off is the error to tell. What is not written now, the next import repeats, and counts once.
      await this.#write(new Map()).catch(() => undefined);
      throw error;
    }
    await this.#write(new Map());
    return isComplete;
  }

  async #importLines(files: readonly LogFile[], part: 'all' | 'interrupted'): Promise<boolean> {
    if (part === 'all') for (const file of files) await file.look();
    for await (const lines of mergedLines(files, part)) {
      await this.#take(lines, part);
      this.#tell(lines[0]?.file);
      // What was read and not sent is read again by the next import.
      if (this.#isStopped && part === 'all') return false;
    }
    await this.#send();
    return !this.#isStopped;
  }

  async #take(lines: readonly TimedLine[], part: 'all' | 'interrupted'): Promise<void> {
    const { batchLines = BATCH_LINES } = this.#parts.options;
    for (const line of lines) {
      this.#batch.add(line, this.#counts(line));
      // The batch that was interrupted is repeated as it was.
      if (part === 'interrupted' || !this.#batch.isFull(batchLines)) continue;
      await this.#send();
      this.#tell(line.file);
      if (this.#isStopped) return;
    }
  }

  async #pause(): Promise<void> {
    const { signal } = this.#parts.options;
    await sleep(FOLLOW_PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }

  #tell(file: LogFile | undefined): void {
    const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
    this.#parts.options.onProgress?.({
      file: file?.path ?? '',
      lines: this.#batch.length + sum([...this.#tallies.values()].map(({ lines }) => lines)),
      bytes: sum(this.#files.map(({ bytesRead, size }) => Math.min(bytesRead, size))),
      size: sum(this.#files.map(({ size }) => size)),
    });
  }

  /**
   * Says what it is about to send and sends it. That it did is said with the next batch, or at the end: a crash
   * before that repeats just this batch, which counts once.
   */
  async #send(): Promise<void> {
    if (this.#batch.length === 0) return;
    const { target, recorder } = this.#parts;
    const parts = this.#batch.parts(this.#round);
    const name = parts[0]?.after.batch ?? '';
    this.#record();
    await this.#write(new Map(parts.map(({ id, before }) => [id, before])));
    await target.sendRows(recorder, name);
    this.#untold = new Map(parts.map(({ id, after }) => [id, after]));
    for (const { file, after } of parts) file.record = after;
    this.#batch = new OpenBatch(this.#parts.options.timeZone);
  }

  /** The records of a batch that is about to be sent say of the same logs that the one before was. */
  async #write(begun: ReadonlyMap<string, ImportRecord>): Promise<void> {
    const records = new Map([...this.#untold, ...begun]);
    if (records.size > 0) await this.#parts.target.writeRecords(records);
    this.#untold = new Map();
  }

  #record(): void {
    const { recorder } = this.#parts;
    let file: LogFile | undefined;
    let tally: FileTally | undefined;
    let counts = recorder.counts();
    const account = (): void => {
      const now = recorder.counts();
      tally?.addCounts(counts, now);
      counts = now;
    };
    for (const line of this.#batch.inOrder()) {
      if (line.file !== file) {
        account();
        file = line.file;
        tally = this.#tallies.get(file);
      }
      tally?.add(line);
      this.#recordLine(line, tally);
    }
    account();
  }

  #recordLine(line: TimedLine, tally: FileTally | undefined): void {
    const { recorder, lines } = this.#parts;
    const { time, read } = line;
    if (read === 'comment') return;
    if (!this.#counts(line)) tally?.passOver();
    else if (typeof read === 'object') lines.record(read);
    else recorder.leaveOut(read ?? 'invalid', time);
  }

  /** Whether something is kept of a line: a page view, or that it was left out. */
  #counts({ read, time }: TimedLine): boolean {
    if (read === 'comment') return false;
    return read === undefined || time >= (this.#parts.options.since ?? 0);
  }
}
