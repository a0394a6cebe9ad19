import { open, readFile, readdir, rm, rmdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Batch } from './batch.ts';
import { adoptOrphans, claimFolder, releaseFolder } from './spool-folder.ts';
import { decodeBatch, encodeBatch, encodeDone, readRecords } from './spool-record.ts';

/** Where a part of a batch lies on disk; the token is the batch's. */
export interface SpoolEntry {
  readonly token: string;
  readonly table: string;
  readonly rows: number;
  readonly offset: number;
  readonly length: number;
  readonly segment: Segment;
}

interface Segment {
  readonly path: string;
  bytes: number;
  readonly pending: Set<SpoolEntry>;
}

export interface SpoolOptions {
  readonly folder: string;
  readonly maxBytes: number;
  /** Told of entries that had to go because the spool is full. */
  readonly onDropped: (entries: readonly SpoolEntry[]) => void;
}

const MAX_SEGMENT_BYTES = 8 * 1024 * 1024;

/**
 * Batches on disk until they are sent, each in one part or more: append-only segments, checksummed,
 * bounded in bytes. What a `kill -9` leaves is found again by the next process.
 *
 * Not safe for calls that overlap: the writer makes them one after the other.
 */
export class Spool {
  /** What earlier processes left, oldest first. */
  readonly recovered: readonly SpoolEntry[];
  readonly #options: SpoolOptions;
  readonly #name: string;
  readonly #segments: Segment[];
  readonly #folders: readonly string[];
  readonly #segmentBytes: number;
  #handle: FileHandle | undefined;
  #nextNumber = 1;

  private constructor(options: SpoolOptions, name: string, left: LeftBehind) {
    this.#options = options;
    this.#name = name;
    this.#segments = left.segments;
    this.#folders = [name, ...left.folders];
    this.#segmentBytes = Math.min(MAX_SEGMENT_BYTES, Math.ceil(options.maxBytes / 4));
    this.recovered = left.segments.flatMap((segment) => [...segment.pending]);
  }

  /** @throws The system's error when the folder cannot be made or read. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const name = await claimFolder(options.folder);
    return new Spool(options, name, await readLeftBehind(options.folder));
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /**
   * Adds a part to what the disk has of a batch.
   *
   * @throws The system's error; the segment is then as it was before.
   */
  async append(batch: Batch): Promise<SpoolEntry> {
    const record = encodeBatch(batch);
    await this.#makeRoom(record.length);
    const { segment, offset } = await this.#write(record);
    const { token, table, rows } = batch;
    const entry: SpoolEntry = { token, table, rows, offset, length: record.length, segment };
    segment.pending.add(entry);
    return entry;
  }

  /**
   * The parts of a batch, in the order that they were appended in. The disk is asked once for all that a
   * segment has of them: there may be thousands.
   *
   * @returns `undefined` in place of one that the disk no longer has whole.
   */
  async read(parts: readonly SpoolEntry[]): Promise<(Batch | undefined)[]> {
    const bySegment = new Map<Segment, SpoolEntry[]>();
    for (const part of parts) {
      const known = bySegment.get(part.segment);
      if (known === undefined) bySegment.set(part.segment, [part]);
      else known.push(part);
    }
    const read: (Batch | undefined)[] = [];
    for (const [{ path }, entries] of bySegment) {
      const start = entries[0]?.offset ?? 0;
      const bytes = await readFrom(path, start, endOf(entries));
      for (const { offset, length } of entries)
        read.push(decodeBatch(bytes.subarray(offset - start, offset - start + length)));
    }
    return read;
  }

  /** Remembers that a batch, whose parts these are, needs no sending any more. */
  async done(token: string, parts: readonly SpoolEntry[]): Promise<void> {
    for (const entry of parts) entry.segment.pending.delete(entry);
    try {
      await this.#write(encodeDone(token));
    } catch {
      // A full disk: without the mark the batch is sent again after a crash, and its token counts once.
    }
    await this.#removeFinished();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    const finished = this.#segments.every((segment) => segment.pending.size === 0);
    for (const segment of finished ? this.#segments : []) await rm(segment.path, { force: true });
    for (const folder of this.#folders) {
      releaseFolder(folder);
      // Fails where something is left in it, which is as it should be.
      await rmdir(join(this.#options.folder, folder)).catch(() => undefined);
    }
  }

  async #write(record: Buffer): Promise<{ segment: Segment; offset: number }> {
    const segment = await this.#activeSegment();
    const offset = segment.bytes;
    try {
      const { bytesWritten } = (await this.#handle?.write(record, 0, record.length, offset)) ?? {};
      if (bytesWritten !== record.length) throw new Error('The disk took a part of the record.');
    } catch (error) {
      // The next record goes into a new file if this one cannot be put right.
      await this.#handle?.truncate(offset).catch(() => this.#retireHandle());
      throw error;
    }
    segment.bytes += record.length;
    return { segment, offset };
  }

  async #activeSegment(): Promise<Segment> {
    const last = this.#segments.at(-1);
    if (this.#handle !== undefined && last !== undefined && last.bytes < this.#segmentBytes) {
      return last;
    }
    await this.#retireHandle();
    const number = String(this.#nextNumber).padStart(8, '0');
    const path = join(this.#options.folder, this.#name, `${number}.spool`);
    this.#handle = await open(path, 'w', 0o600);
    this.#nextNumber += 1;
    const segment: Segment = { path, bytes: 0, pending: new Set() };
    this.#segments.push(segment);
    return segment;
  }

  async #retireHandle(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close().catch(() => undefined);
  }

  async #makeRoom(bytes: number): Promise<void> {
    while (this.#segments.length > 0 && this.bytes + bytes > this.#options.maxBytes) {
      if (this.#segments.length === 1) await this.#retireHandle();
      const oldest = this.#segments.shift();
      if (oldest === undefined) return;
      await rm(oldest.path, { force: true });
      if (oldest.pending.size > 0) this.#options.onDropped([...oldest.pending]);
    }
  }

  /** Oldest first only: a later file may hold the marks that an earlier one needs. */
  async #removeFinished(): Promise<void> {
    for (;;) {
      const oldest = this.#segments[0];
      if (oldest === undefined || oldest.pending.size > 0) return;
      const active = this.#segments.length === 1 && this.#handle !== undefined;
      if (active && oldest.bytes < this.#segmentBytes / 8) return;
      if (active) await this.#retireHandle();
      this.#segments.shift();
      await rm(oldest.path, { force: true });
    }
  }
}

function endOf(entries: readonly SpoolEntry[]): number {
  const last = entries.at(-1);
  return last === undefined ? 0 : last.offset + last.length;
}

/** @returns Nothing, or zeros, for what is not there: neither checks. */
async function readFrom(path: string, start: number, end: number): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const bytes = Buffer.alloc(end - start);
    await handle.read(bytes, 0, bytes.length, start);
    return bytes;
  } catch {
    return Buffer.alloc(0);
  } finally {
    await handle?.close();
  }
}

interface LeftBehind {
  readonly folders: readonly string[];
  readonly segments: Segment[];
}

async function readLeftBehind(root: string): Promise<LeftBehind> {
  const folders = await adoptOrphans(root);
  const segments: Segment[] = [];
  for (const folder of folders) {
    const found = new Map<string, SpoolEntry[]>();
    const files = (await readdir(join(root, folder))).filter((file) => file.endsWith('.spool'));
    for (const file of files.toSorted()) {
      const path = join(root, folder, file);
      const segment: Segment = { path, bytes: (await stat(path)).size, pending: new Set() };
      for (const record of readRecords(await readFile(path))) {
        if (record.kind === 'done') {
          for (const entry of found.get(record.token) ?? []) entry.segment.pending.delete(entry);
          continue;
        }
        const { offset, length, batch } = record;
        const entry: SpoolEntry = { ...batch, offset, length, segment };
        const parts = found.get(batch.token);
        if (parts === undefined) found.set(batch.token, [entry]);
        else parts.push(entry);
        segment.pending.add(entry);
      }
      segments.push(segment);
    }
  }
  return { folders, segments };
}
