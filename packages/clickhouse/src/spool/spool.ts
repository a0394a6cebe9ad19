import { mkdir } from 'node:fs/promises';
import { Ownership, idOf } from './ownership.ts';
import type { TakenFolder } from './ownership.ts';
import type { Mark } from './read-folder.ts';
import { encodePart } from './record.ts';
import type { Part } from './record.ts';
import type { SpoolEntry } from './segment.ts';
import { SpoolFolder } from './spool-folder.ts';
import { agreeOnExtents } from './takeover-seal.ts';

export interface SpoolOptions {
  /** Holds a folder for each writer. */
  readonly root: string;
  readonly maxBytes: number;
  /** Rounds without a sign of life after which an owner elsewhere counts as gone. */
  readonly silentRounds: number;
  /** Told of what others left, which is this writer's to send now. */
  readonly onFound: (entries: readonly SpoolEntry[], marksOf: MarksOf) => void;
  /** Told of parts that had to go because the spool is full. */
  readonly onDropped: (entries: readonly SpoolEntry[]) => void;
  /** Told of parts that another process has taken over, since this one was silent for too long. */
  readonly onTaken: (entries: readonly SpoolEntry[]) => void;
}

/** What is remembered of a batch that is not done. */
type MarksOf = (token: string) => readonly Mark[];

/** The writer's folder was taken over: what it had there is another's, and its batches are closed. */
export class FolderTakenError extends Error {
  override readonly name: string = 'FolderTakenError';
}

const MAX_SEGMENT_BYTES = 8 * 1024 * 1024;

/**
 * Batches on disk until they are sent, each in one part or more: checksummed, bounded in bytes. What a
 * `kill -9` leaves is found again by the next process.
 *
 * Not safe for calls that overlap: the queue makes them one after the other.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #ownership: Ownership;
  readonly #segmentBytes: number;
  readonly #folders = new Map<string, SpoolFolder>();
  /** Folders of others that could not be read yet. */
  readonly #unread = new Map<string, TakenFolder>();
  /** Files of parked rows that could not be read yet, and where they lie. */
  readonly #letters = new Map<string, SpoolFolder>();
  /** Where new parts go. */
  #own: SpoolFolder | undefined;

  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#ownership = new Ownership(options.root, options.silentRounds);
    this.#segmentBytes = Math.min(MAX_SEGMENT_BYTES, Math.ceil(options.maxBytes / 4));
  }

  get bytes(): number {
    let bytes = 0;
    for (const folder of this.#folders.values()) bytes += folder.bytes;
    return bytes;
  }

  /**
   * Adds a part to what the disk has of a batch.
   *
   * @returns `undefined` where the part is another's already, who will send it.
   * @throws `FolderTakenError` where the part is not on disk and needs a batch of its own, or the system's
   *   error; the spool is then as it was before.
   */
  async append(part: Part): Promise<SpoolEntry | undefined> {
    const own = await this.#ownFolder();
    if (!(await this.#isStillOurs(own))) throw new FolderTakenError();
    const record = encodePart(part);
    await this.#makeRoom(record.length);
    const entry = await own.append(part, record);
    if (await this.#ownership.has(own.name)) return entry;
    // Frozen between the two questions: whether the other one has the part is agreed between both.
    const { file } = entry.segment;
    const { root } = this.#options;
    const agreed = await agreeOnExtents(root, idOf(own.name), { [file]: entry.offset });
    // With this part among them: its batch grows no more, here or there.
    await this.#giveUp(own);
    if ((agreed[file] ?? 0) < entry.offset + entry.length) throw new FolderTakenError();
    return undefined;
  }

  /**
   * The parts of a batch.
   *
   * @returns `undefined` in place of one that the disk no longer has whole, or that is another's.
   * @throws The system's error where the disk does not tell.
   */
  async read(entries: readonly SpoolEntry[]): Promise<(Part | undefined)[]> {
    const folder = this.#folderOf(entries);
    if (folder === undefined) return entries.map(() => undefined);
    const parts = await folder.read(entries);
    // Asked last: what was taken over must not be sent, however long this process was frozen before.
    return (await this.#isStillOurs(folder)) ? parts : entries.map(() => undefined);
  }

  /**
   * Remembers something of a batch.
   *
   * @throws `FolderTakenError` or the system's error: it is not sure that a later process knows.
   */
  async mark(batch: string, entries: readonly SpoolEntry[], mark: Mark): Promise<void> {
    const folder = this.#folderOf(entries);
    if (folder === undefined) return;
    await folder.mark(batch, mark);
    if (!(await this.#isStillOurs(folder))) throw new FolderTakenError();
  }

  /** A batch, whose parts these are, needs no sending any more. */
  async settle(token: string, entries: readonly SpoolEntry[]): Promise<void> {
    await this.#folderOf(entries)?.settle(token, entries);
  }

  /** Parts that are not there any more. */
  lose(entries: readonly SpoolEntry[]): void {
    this.#folderOf(entries)?.lose(entries);
  }

  /**
   * What is to be done every few seconds: a sign of life, a look at what others left, and room.
   *
   * @throws The system's error: what was not done is done in the next round.
   */
  async round(): Promise<void> {
    const own = await this.#ownFolder();
    const faults: unknown[] = [];
    // What fails for one folder must not keep the others.
    const each = async <One>(all: Iterable<One>, work: (one: One) => Promise<void>) => {
      for (const one of all) await work(one).catch((error: unknown) => void faults.push(error));
    };
    await each(this.#folders.values(), async (folder) => {
      if (await this.#isStillOurs(folder)) await this.#ownership.beat(folder.name);
    });
    await each([this.#ownership], async (ownership) => {
      for (const taken of await ownership.takeOver()) this.#unread.set(taken.name, taken);
      for (const file of await ownership.takeLetters(own.name)) this.#letters.set(file, own);
    });
    await each(this.#unread.values(), async (taken) => this.#readTaken(taken));
    await each(this.#letters, async ([file, folder]) => this.#readLetters(file, folder));
    await each(this.#folders.values(), async (folder) => this.#tidy(folder));
    if (faults.length > 0) throw faults[0];
  }

  async close(): Promise<void> {
    for (const folder of this.#folders.values()) {
      if (!(await this.#ownership.has(folder.name).catch(() => true))) await folder.abandon();
      // What cannot be removed is left to the next.
      else if (!(await folder.close().catch(() => false)))
        await this.#ownership.release(folder.name);
      this.#ownership.forget(folder.name);
    }
    for (const name of this.#unread.keys()) await this.#ownership.release(name);
    this.#folders.clear();
    this.#own = undefined;
  }

  async #ownFolder(): Promise<SpoolFolder> {
    if (this.#own !== undefined) return this.#own;
    const { root } = this.#options;
    await mkdir(root, { recursive: true, mode: 0o700 });
    const name = await this.#ownership.claim();
    this.#own = new SpoolFolder(root, name, this.#segmentBytes);
    this.#folders.set(name, this.#own);
    return this.#own;
  }

  async #readTaken({ name, mayComeBack }: TakenFolder): Promise<void> {
    const { root, onFound } = this.#options;
    const folder = await SpoolFolder.read(root, name, this.#segmentBytes, async (extents) =>
      mayComeBack ? agreeOnExtents(root, idOf(name), extents) : extents,
    );
    this.#unread.delete(name);
    this.#folders.set(name, folder);
    onFound(folder.pending, (token) => folder.marksOf(token));
  }

  async #readLetters(file: string, folder: SpoolFolder): Promise<void> {
    const found = await folder.addLetters(file);
    this.#letters.delete(file);
    this.#options.onFound(found, (token) => folder.marksOf(token));
  }

  async #tidy(folder: SpoolFolder): Promise<void> {
    await folder.clearOut();
    if (folder === this.#own || folder.pending.length > 0) return;
    if (!(await folder.close())) return;
    this.#folders.delete(folder.name);
    this.#ownership.forget(folder.name);
  }

  #folderOf([first]: readonly SpoolEntry[]): SpoolFolder | undefined {
    return first === undefined ? undefined : this.#folders.get(first.segment.folder);
  }

  async #isStillOurs(folder: SpoolFolder): Promise<boolean> {
    if (await this.#ownership.has(folder.name)) return true;
    await this.#giveUp(folder);
    return false;
  }

  async #giveUp(folder: SpoolFolder): Promise<void> {
    await folder.abandon();
    this.#folders.delete(folder.name);
    this.#ownership.forget(folder.name);
    if (folder === this.#own) this.#own = undefined;
    this.#options.onTaken(folder.pending);
  }

  async #makeRoom(bytes: number): Promise<void> {
    if (this.bytes + bytes <= this.#options.maxBytes) return;
    for (const folder of this.#folders.values()) await folder.clearOut({ now: true });
    while (this.bytes + bytes > this.#options.maxBytes) {
      // Those that others left are the oldest.
      const oldest = [...this.#folders.values()].reverse().find(({ bytes: used }) => used > 0);
      if (oldest === undefined) return;
      const dropped = await oldest.dropOldest();
      if (dropped !== undefined && dropped.length > 0) this.#options.onDropped(dropped);
    }
  }
}
