import { openJson } from '../formats/json.ts';
import type { LogOrigin, LogRecord, LogSink, SinkCounters } from '../record.ts';
import type { FileSeries } from './file-series.ts';
import type { LineChain } from './line-chain.ts';
import type { OpenFile } from './open-file.ts';
import { errorOf } from '../thrown.ts';
import { WritePace } from './write-pace.ts';

/** When the system is asked to bring lines from its memory to the disk. */
export type FsyncPolicy = 'never' | 'second' | 'batch';

export interface FileSinkOptions {
  readonly name: string;
  readonly series: FileSeries;
  readonly chain: LineChain;
  readonly fsync: FsyncPolicy;
  /** Characters that wait in memory while the disk refuses them. */
  readonly maxBufferBytes: number;
  readonly onFault: (fault: Error) => void;
  readonly onRecovery: (downFor: number, dropped: number) => void;
}

/** Characters of lines that are written together. */
const BATCH = 512 * 1024;
/** Milliseconds from one write to the next, unless there is enough for one. */
const PAUSE = 10;
/** Characters for which a write is worth its cost. */
const WORTH_WRITING = 64 * 1024;
/** Bytes that are written before the event loop goes on. */
const SOON_COPIED = 64 * 1024;
/** An app that logs this much in one go is made to wait for the disk. */
const HIGH_WATER = 2 * 1024 * 1024;
const RETRY_AFTER = 1000;
const FSYNC_EVERY = 1000;

/**
 * Writes one log. A line that comes alone is in the file before `write()` returns. Where others were written
 * within the last milliseconds, it is accepted in memory and written with the next turn of the event loop
 * ten milliseconds after them; lines that come meanwhile go together. As the process ends, the rest is written
 * at once.
 */
export class FileSink implements LogSink {
  readonly name: string;
  readonly #options: FileSinkOptions;
  /** Lines that have no number yet, and their length. */
  #pending: string[] = [];
  #pendingLength = 0;
  /** Sealed lines that are not confirmed, or only up to here. */
  #batch: Uint8Array = new Uint8Array(0);
  #batchLines = 0;
  #file: OpenFile | undefined;
  #isWriting = false;
  /** While lines are written at once, what happens to the files may make further lines. */
  #isFlushing = false;
  readonly #pace = new WritePace(PAUSE, () => this.#flush());
  #isClosed = false;
  /** Counts what took a batch out of the hands of a write under way. */
  #generation = 0;
  #isUnsynced = false;
  #written = 0;
  #dropped = 0;
  #fault: { readonly error: Error; readonly since: number; dropped: number } | undefined;
  #retry: NodeJS.Timeout | undefined;
  #syncTimer: NodeJS.Timeout | undefined;

  constructor(options: FileSinkOptions) {
    this.name = options.name;
    this.#options = options;
  }

  write(record: LogRecord, origin: LogOrigin): void {
    this.#accept(openJson(record, origin));
  }

  flushSync(): void {
    if (this.#isClosed || this.#isFlushing) return;
    this.#generation += 1;
    this.#isWriting = false;
    this.#isFlushing = true;
    let fault: { readonly error: unknown } | undefined;
    try {
      while (this.#fillBatch()) this.#writeBatchSync();
    } catch (error) {
      fault = { error };
    } finally {
      this.#isFlushing = false;
    }
    if (fault === undefined) this.#succeeded();
    else this.#failed(fault.error);
  }

  async close(timeout: number): Promise<void> {
    const until = Date.now() + timeout;
    this.flushSync();
    // Where the disk refuses, it may still change its mind within the time.
    while (this.#fault !== undefined && Date.now() + RETRY_AFTER / 4 < until) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER / 4));
      this.flushSync();
    }
    // The number in the file's name may be another process's from now on.
    this.#isClosed = true;
    this.#pace.stop();
    clearTimeout(this.#retry);
    clearTimeout(this.#syncTimer);
    this.#dropped += this.#pending.length + this.#batchLines;
    this.#pending = [];
    this.#batch = new Uint8Array(0);
    this.#batchLines = 0;
    this.#options.series.close();
  }

  /**
   * What comes next goes into a new file.
   *
   * @returns Whether its first line stands in it: where the disk refuses, or the log is closed, it does not.
   */
  renew(): boolean {
    if (this.#isClosed) return false;
    this.flushSync();
    if (this.#fault !== undefined) return false;
    try {
      const { file, first } = this.#options.series.renew();
      this.#file = file;
      this.#batch = Buffer.from(this.#options.chain.seal(first), 'utf8');
      this.flushSync();
    } catch (error) {
      this.#failed(error);
    }
    return this.#fault === undefined;
  }

  counters(): SinkCounters {
    return {
      written: this.#written,
      queued: this.#pending.length + this.#batchLines,
      dropped: this.#dropped,
      fault: this.#fault?.error.message,
    };
  }

  #accept(line: string): void {
    if (this.#isClosed) {
      this.#dropped += 1;
      return;
    }
    if (this.#fault !== undefined) {
      if (this.#pendingLength + line.length > this.#options.maxBufferBytes) {
        this.#dropped += 1;
        this.#fault.dropped += 1;
        return;
      }
    } else if (this.#pendingLength > HIGH_WATER) {
      this.flushSync();
    }
    this.#pending.push(line);
    this.#pendingLength += line.length;
    if (this.#isWriting || this.#isFlushing || this.#fault !== undefined) return;
    if (this.#pace.takeTurn()) this.flushSync();
    else this.#askForWrite();
  }

  #askForWrite(): void {
    if (this.#pendingLength > WORTH_WRITING) this.#pace.askNow();
    else this.#pace.ask();
  }

  #flush(): void {
    if (this.#isWriting) return;
    try {
      if (!this.#fillBatch()) {
        this.#succeeded();
        return;
      }
    } catch (error) {
      this.#failed(error);
      return;
    }
    // The system only copies so much, which takes less than handing it to another thread and hearing back.
    if (this.#batch.length <= SOON_COPIED && this.#pending.length === 0) {
      this.flushSync();
      return;
    }
    this.#isWriting = true;
    const generation = this.#generation;
    this.#file?.write(this.#batch, (fault, written) => {
      if (generation !== this.#generation) return;
      this.#isWriting = false;
      if (fault !== undefined) {
        this.#failed(fault);
        return;
      }
      this.#file?.advance(written);
      this.#confirm(written);
      this.#succeeded();
      if (this.#batch.length > 0) this.#flush();
      else if (this.#pending.length > 0) this.#askForWrite();
    });
  }

  /** @returns Whether there is anything to write. @throws The system's error where a file cannot be made. */
  #fillBatch(): boolean {
    if (this.#batch.length > 0) return true;
    if (this.#pending.length === 0) return false;
    const { series, chain } = this.#options;
    const { file, first } = series.next();
    this.#file = file;
    let text = first === '' ? '' : chain.seal(first);
    let taken = 0;
    for (; taken < this.#pending.length && text.length < BATCH; taken += 1) {
      const line = this.#pending[taken] ?? '';
      this.#pendingLength -= line.length;
      text += chain.seal(line);
    }
    this.#pending = taken === this.#pending.length ? [] : this.#pending.slice(taken);
    this.#batchLines = taken;
    this.#batch = Buffer.from(text, 'utf8');
    return true;
  }

  #writeBatchSync(): void {
    const file = this.#file;
    if (file === undefined) return;
    const before = file.end;
    try {
      file.writeSync(this.#batch);
    } finally {
      this.#confirm(file.end - before);
    }
  }

  #confirm(bytes: number): void {
    this.#batch = this.#batch.subarray(bytes);
    if (this.#batch.length > 0) return;
    this.#written += this.#batchLines;
    this.#batchLines = 0;
    this.#isUnsynced = true;
  }

  #failed(error: unknown): void {
    const fault = errorOf(error);
    if (this.#fault === undefined) {
      this.#fault = { error: fault, since: Date.now(), dropped: 0 };
      this.#options.onFault(fault);
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#flush(), RETRY_AFTER).unref();
  }

  #succeeded(): void {
    this.#scheduleSync();
    const fault = this.#fault;
    if (fault === undefined || this.#batch.length > 0) return;
    this.#fault = undefined;
    clearTimeout(this.#retry);
    this.#options.onRecovery(Date.now() - fault.since, fault.dropped);
  }

  #scheduleSync(): void {
    const { fsync } = this.#options;
    if (fsync === 'never' || !this.#isUnsynced) return;
    if (fsync === 'batch') this.#sync();
    else this.#syncTimer ??= setTimeout(() => this.#sync(), FSYNC_EVERY).unref();
  }

  #sync(): void {
    this.#syncTimer = undefined;
    this.#isUnsynced = false;
    this.#file?.sync((fault) => {
      if (fault !== undefined) this.#failed(fault);
    });
  }
}
