import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ChainKey } from './chain.ts';
import { dayOf, fileName, inWritingOrder, parseFileName } from './file-names.ts';
import type { LogFileName } from './file-names.ts';
import { readFileEnd } from './last-line.ts';
import type { LineChain } from './line-chain.ts';
import { OpenFile } from './open-file.ts';

/** Why a file was begun, as its first line says. */
export type OpeningReason = 'start' | 'size' | 'day' | 'moved' | 'removed' | 'cut' | 'retention';

/** What the first line of a file tells, so that it can be held to the one before. */
export interface FileOpening {
  readonly log: string;
  readonly slot: number;
  /** Names the chain. */
  readonly chain: string;
  /** Name of the chain's key; '' where lines are not chained. */
  readonly key: string;
  /** The mac of the last line before; '' at the very beginning. */
  readonly previous: string;
  readonly reason: OpeningReason;
  /** The file's own name, so that a renamed one is known. */
  readonly file: string;
  /**
   * The file that holds the line before; '' at the very beginning. Where it is gone, something has to say
   * why: retention writes a line.
   */
  readonly after: string;
}

export interface SeriesOptions {
  readonly folder: string;
  readonly log: string;
  readonly slot: number;
  readonly key: ChainKey | undefined;
  readonly maxFileBytes: number;
  readonly now: () => number;
  /** A file was begun: the line to begin it with. */
  readonly opening: (opening: FileOpening) => string;
  /** A file was closed, as old ones may be compressed now. */
  readonly onClosed: () => void;
  /** Somebody else touched the file. */
  readonly onDisturbed: (file: string, found: 'moved' | 'removed' | 'cut') => void;
}

/** The files of one log, one after the other: by size, by day, and whenever somebody moves one away. */
export class FileSeries {
  readonly #options: SeriesOptions;
  readonly #chain: LineChain;
  #file: OpenFile | undefined;
  #day = '';
  #part = 0;
  /** The file that holds the last line of the chain. */
  #last = '';

  constructor(options: SeriesOptions, chain: LineChain) {
    this.#options = options;
    this.#chain = chain;
  }

  /** Name of the file that is written now. */
  get currentName(): string | undefined {
    return this.#file === undefined ? undefined : basename(this.#file.path);
  }

  /**
   * The file for the next lines, and what to write first where it is a new one.
   *
   * @throws The system's error where there is no room or no permission for a new file.
   */
  next(): { readonly file: OpenFile; readonly first: string } {
    const reason = this.#whyNew();
    if (reason === undefined && this.#file !== undefined) return { file: this.#file, first: '' };
    const resumed = this.#file === undefined ? this.#resume() : undefined;
    if (resumed !== undefined) return { file: resumed, first: '' };
    return this.#begin(reason ?? 'start');
  }

  /** The next lines go into a new file. */
  renew(): { readonly file: OpenFile; readonly first: string } {
    if (this.#file === undefined) this.#resume();
    return this.#begin('retention');
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #whyNew(): OpeningReason | undefined {
    const file = this.#file;
    if (file === undefined) return undefined;
    const found = file.whatHappened();
    if (found !== undefined) {
      this.#options.onDisturbed(this.currentName ?? '', found);
      return found;
    }
    if (file.end >= this.#options.maxFileBytes) return 'size';
    return dayOf(this.#options.now()) === this.#day ? undefined : 'day';
  }

  /** Goes on with what an earlier process of this number left, where it left it whole. */
  #resume(): OpenFile | undefined {
    const { folder, key, maxFileBytes, now } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const files = this.#files();
    const last = files.at(-1);
    if (last === undefined) return undefined;
    this.#day = last.day;
    this.#part = last.part;
    // A crash on a full disk may leave a file without a line: the chain goes on behind the one before.
    const ends = files.toReversed().map(({ name, compressed }) => {
      return compressed ? undefined : readFileEnd(join(folder, name));
    });
    const at = ends.findIndex((one) => one !== undefined);
    const end = ends[at];
    if (end === undefined) return undefined;
    this.#last = files.at(-1 - at)?.name ?? '';
    this.#chain.resume(end.chain, end.seq, end.mac);
    const isGoingOn = end === ends[0] && !end.torn && last.day === dayOf(now());
    if (!isGoingOn || end.key !== (key?.id ?? '')) return undefined;
    const file = new OpenFile(join(folder, last.name), false);
    if (file.end >= maxFileBytes) {
      file.close();
      return undefined;
    }
    this.#file = file;
    return file;
  }

  #begin(reason: OpeningReason): { readonly file: OpenFile; readonly first: string } {
    const { folder, log, slot, now, key, opening, onClosed } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const today = dayOf(now());
    // A clock set back: names go on from where they were, in the order of writing.
    if (today > this.#day) {
      this.#day = today;
      this.#part = 0;
    }
    this.#part = Math.max(this.#part, this.#lastPart(this.#day)) + 1;
    // A crash on a full disk may leave a file without a line: the last line is in the one before.
    if (this.#file !== undefined && this.#file.end > 0) this.#last = basename(this.#file.path);
    const name = fileName(log, slot, this.#day, this.#part);
    const file = new OpenFile(join(folder, name), true);
    this.#file?.close();
    this.#file = file;
    onClosed();
    const { id: chain, last } = this.#chain;
    const after = this.#last;
    const told = { log, slot, chain, key: key?.id ?? '', previous: last.mac, reason };
    return { file, first: opening({ ...told, file: name, after }) };
  }

  #lastPart(day: string): number {
    const parts = this.#files().filter((file) => file.day === day);
    return parts.at(-1)?.part ?? 0;
  }

  #files(): LogFileName[] {
    const { folder, log, slot } = this.#options;
    return readdirSync(folder)
      .map(parseFileName)
      .filter((file) => file !== undefined)
      .filter((file) => file.log === log && file.slot === slot)
      .toSorted(inWritingOrder);
  }
}
