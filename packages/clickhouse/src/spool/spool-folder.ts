import { open, rm, rmdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { readFolder, readLetters } from './read-folder.ts';
import type { FolderContent, Mark } from './read-folder.ts';
import { encodeMark, encodePart } from './record.ts';
import type { EncodedRecord, Part } from './record.ts';
import { readParts } from './segment.ts';
import type { Segment, SpoolEntry } from './segment.ts';
import type { Extents } from './takeover-seal.ts';

/**
 * A folder of the spool: append-only segments, of which one is written. What is remembered of a batch
 * lies in the folder that its parts are in, so a folder can change hands as a whole.
 *
 * Not safe for calls that overlap: the queue makes them one after the other.
 */
export class SpoolFolder {
  readonly name: string;
  readonly #path: string;
  readonly #segmentBytes: number;
  #segments: Segment[];
  /** What is remembered of batches that are not done yet, by the batch's token. */
  readonly #marks: Map<string, Mark[]>;
  #handle: FileHandle | undefined;
  #nextNumber: number;

  constructor(root: string, name: string, segmentBytes: number, content?: FolderContent) {
    this.name = name;
    this.#path = join(root, name);
    this.#segmentBytes = segmentBytes;
    this.#segments = content?.segments ?? [];
    this.#marks = content?.marks ?? new Map<string, Mark[]>();
    this.#nextNumber = (content?.lastNumber ?? 0) + 1;
  }

  /**
   * What another process left.
   *
   * @param agree Says how far the folder reaches, where its last owner may come back.
   * @throws The system's error: it is to be tried again, since everything may well be there.
   */
  static async read(
    root: string,
    name: string,
    segmentBytes: number,
    agree: (extents: Extents) => Promise<Extents>,
  ): Promise<SpoolFolder> {
    const content = await readFolder(join(root, name), name, agree);
    return new SpoolFolder(root, name, segmentBytes, content);
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  get pending(): SpoolEntry[] {
    return this.#segments.flatMap((segment) => [...segment.pending]);
  }

  /** What is remembered of a batch that is not done. */
  marksOf(token: string): readonly Mark[] {
    return this.#marks.get(token) ?? [];
  }

  /**
   * @param record The part as `encodePart()` writes it.
   * @throws The system's error; the segment is then as it was before.
   */
  async append({ body: _rows, ...head }: Part, record: EncodedRecord): Promise<SpoolEntry> {
    const entry: SpoolEntry = { ...head, ...(await this.#write(record)) };
    entry.segment.pending.add(entry);
    return entry;
  }

  /** Reads a file of parked rows that lies in this folder now. */
  async addLetters(file: string): Promise<readonly SpoolEntry[]> {
    const segment = await readLetters(this.#path, this.name, file);
    // In front: the last is the one that is written.
    this.#segments.unshift(segment);
    return [...segment.pending];
  }

  /** @returns The parts in the order of `entries`; see `readParts()`. */
  async read(entries: readonly SpoolEntry[]): Promise<(Part | undefined)[]> {
    const found = new Map<SpoolEntry, Part | undefined>();
    for (const segment of new Set(entries.map((entry) => entry.segment))) {
      const own = entries.filter((entry) => entry.segment === segment);
      const handle = segment === this.#active ? this.#handle : undefined;
      const parts = await readParts(segment, own, handle);
      for (const [index, entry] of own.entries()) found.set(entry, parts[index]);
    }
    return entries.map((entry) => found.get(entry));
  }

  /**
   * Remembers something of a batch, or of a piece of it.
   *
   * @throws The system's error where the disk does not take it.
   */
  async mark(batch: string, { kind, token }: Mark): Promise<void> {
    await this.#write(encodeMark(kind, token));
    const known = this.#marks.get(batch);
    if (known === undefined) this.#marks.set(batch, [{ kind, token }]);
    else known.push({ kind, token });
  }

  /** Parts that need no sending any more. */
  async settle(token: string, entries: readonly SpoolEntry[]): Promise<void> {
    this.#marks.delete(token);
    for (const entry of entries) spend(entry);
    // Without the mark the batch is sent again after a crash, and its token counts once.
    await this.#write(encodeMark('done', token)).catch(() => undefined);
    await this.#removeFinished();
  }

  /** Parts that are not there any more. */
  lose(entries: readonly SpoolEntry[]): void {
    for (const entry of entries) spend(entry);
  }

  /** Removes the oldest file. @returns What waited in it. */
  async dropOldest(): Promise<readonly SpoolEntry[] | undefined> {
    const oldest = this.#segments[0];
    if (oldest === undefined) return undefined;
    await this.#remove(oldest);
    return [...oldest.pending];
  }

  /**
   * Brings what was sent off the disk: a file goes when nothing in it waits, and what waits beside rows
   * that were sent is written anew elsewhere. Spares files of which something was sent since the last call:
   * often they are about to be done with altogether.
   */
  async clearOut({ now = false }: { readonly now?: boolean } = {}): Promise<void> {
    const ripe = this.#segments.filter((one) => one.isRipe || (now && one.spent.size > 0));
    for (const segment of this.#segments) segment.isRipe = isSpent(segment);
    if (ripe.length === 0) return;
    if (ripe.some((segment) => segment === this.#active)) await this.#retireHandle();
    const kept = this.#segments.filter((segment) => !ripe.includes(segment));
    await this.#moveOut(ripe.flatMap(({ pending }) => [...pending]));
    for (const token of new Set(kept.flatMap(({ spent }) => [...spent]))) {
      await this.#write(encodeMark('done', token));
    }
    // Before the only other copy goes.
    await this.#handle?.datasync();
    for (const segment of ripe) await this.#remove(segment);
  }

  /** Removes the folder where nothing waits in it. @returns Whether it is gone. */
  async close(): Promise<boolean> {
    await this.#retireHandle();
    if (this.pending.length > 0) return false;
    for (const segment of this.#segments) await rm(segment.path, { force: true });
    return rmdir(this.#path).then(
      () => true,
      () => false,
    );
  }

  /** The folder is another's: what is open is let go, and nothing else is touched. */
  async abandon(): Promise<void> {
    await this.#retireHandle();
  }

  get #active(): Segment | undefined {
    return this.#handle === undefined ? undefined : this.#segments.at(-1);
  }

  async #moveOut(entries: readonly SpoolEntry[]): Promise<void> {
    const parts = await this.read(entries);
    for (const [index, entry] of entries.entries()) {
      const part = parts[index];
      // What is damaged is counted when it is to be sent.
      if (part === undefined) continue;
      const place = await this.#write(encodePart(part));
      entry.segment.pending.delete(entry);
      Object.assign(entry, place);
      entry.segment.pending.add(entry);
    }
    for (const [, marks] of this.#marks) {
      for (const { kind, token } of marks) await this.#write(encodeMark(kind, token));
    }
  }

  async #write(record: EncodedRecord): Promise<Pick<SpoolEntry, 'segment' | 'offset' | 'length'>> {
    const segment = await this.#activeSegment();
    const offset = segment.bytes;
    try {
      const { bytesWritten } = (await this.#handle?.writev(record.bytes, offset)) ?? {};
      if (bytesWritten !== record.length) throw new Error('The disk took a part of the record.');
    } catch (error) {
      // The next record goes into a new file if this one cannot be put right.
      await this.#handle?.truncate(offset).catch(() => this.#retireHandle());
      throw error;
    }
    segment.bytes += record.length;
    return { segment, offset, length: record.length };
  }

  async #activeSegment(): Promise<Segment> {
    const active = this.#active;
    if (active !== undefined && active.bytes < this.#segmentBytes) return active;
    await this.#retireHandle();
    const file = `${String(this.#nextNumber).padStart(8, '0')}.spool`;
    const path = join(this.#path, file);
    // What is written may be read through the same handle: no other is needed then.
    this.#handle = await open(path, 'wx+', 0o600);
    this.#nextNumber += 1;
    const segment: Segment = {
      ...{ folder: this.name, file, path, format: 'records', bytes: 0, isRipe: false },
      pending: new Set(),
      spent: new Set(),
    };
    this.#segments.push(segment);
    return segment;
  }

  async #retireHandle(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close().catch(() => undefined);
  }

  async #remove(segment: Segment): Promise<void> {
    if (segment === this.#active) await this.#retireHandle();
    await rm(segment.path, { force: true });
    this.#segments = this.#segments.filter((one) => one !== segment);
  }

  /** Oldest first only: a later file may hold the marks that an earlier one needs. */
  async #removeFinished(): Promise<void> {
    for (;;) {
      const oldest = this.#segments[0];
      if (oldest === undefined || oldest.pending.size > 0) return;
      if (oldest === this.#active && oldest.bytes < this.#segmentBytes / 8) return;
      await this.#remove(oldest);
    }
  }
}

function spend(entry: SpoolEntry): void {
  entry.segment.pending.delete(entry);
  entry.segment.spent.add(entry.token);
}

/** A file with nothing but marks goes as well. */
function isSpent({ spent, pending, bytes }: Segment): boolean {
  return spent.size > 0 || (pending.size === 0 && bytes > 0);
}
