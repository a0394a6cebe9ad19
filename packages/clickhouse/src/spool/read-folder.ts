import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { partOfLetter } from './letter.ts';
import { readRecords } from './record.ts';
import type { MarkKind } from './record.ts';
import type { Segment, SpoolEntry } from './segment.ts';
import type { Extents } from './takeover-seal.ts';

/** What is remembered of a batch or a piece of it. */
export interface Mark {
  readonly kind: MarkKind;
  readonly token: string;
}

/** What lies in a folder. */
export interface FolderContent {
  readonly segments: Segment[];
  /** Marks of batches that are not done, by the batch's token. */
  readonly marks: Map<string, Mark[]>;
  /** Of the files' names, the highest. */
  readonly lastNumber: number;
}

/**
 * Reads a folder of which this process is, or is about to be, the only writer.
 *
 * @param agree Says how far each file reaches, once its size is known.
 * @throws The system's error: everything may well be there.
 */
export async function readFolder(
  path: string,
  name: string,
  agree: (extents: Extents) => Promise<Extents> = async (own) => Promise.resolve(own),
): Promise<FolderContent> {
  const files = (await readdir(path)).toSorted();
  const ofRecords = files.filter((one) => one.endsWith('.spool'));
  const sizes: Record<string, number> = {};
  for (const file of ofRecords) sizes[file] = (await stat(join(path, file))).size;
  const extents = await agree(sizes);
  const reading = new FolderReading();
  const segments: Segment[] = [];
  for (const file of files.filter((one) => one.endsWith('.jsonl'))) {
    segments.push(await readLetters(path, name, file));
  }
  for (const segment of segments) for (const entry of segment.pending) reading.part(entry);
  for (const file of ofRecords) {
    const segment = emptySegment(path, name, file, 'records');
    segments.push(segment);
    const content = await readFile(segment.path);
    segment.bytes = content.length;
    for (const record of readRecords(content.subarray(0, extents[file] ?? sizes[file]))) {
      if (record.kind !== 'part') reading.mark(record.kind, record.token);
      else {
        const { head, offset, length } = record;
        reading.part({ ...head, offset, length, segment });
      }
    }
  }
  const lastNumber = Math.max(0, ...ofRecords.map((file) => Number.parseInt(file, 10)));
  return { segments, marks: reading.marks(), lastNumber };
}

/** Parked rows that are to be sent again, in a file of a folder. */
export async function readLetters(path: string, name: string, file: string): Promise<Segment> {
  const segment = emptySegment(path, name, file, 'letters');
  const content = await readFile(segment.path);
  segment.bytes = content.length;
  const known = new Set<string>();
  let offset = 0;
  while (offset < content.length) {
    const lineEnd = content.indexOf('\n', offset);
    const end = lineEnd < 0 ? content.length : lineEnd;
    const part = partOfLetter(content.toString('utf8', offset, end));
    // A crash between the letter and its mark leaves a second letter of the same rows.
    if (part !== undefined && !known.has(part.token)) {
      known.add(part.token);
      const { body: _rows, ...head } = part;
      segment.pending.add({ ...head, offset, length: end - offset, segment });
    }
    offset = end + 1;
  }
  return segment;
}

function emptySegment(
  path: string,
  folder: string,
  file: string,
  format: Segment['format'],
): Segment {
  return {
    ...{ folder, file, path: join(path, file), format, bytes: 0, isRipe: false },
    pending: new Set(),
    spent: new Set(),
  };
}

/** The records of a folder, one after the other. */
class FolderReading {
  readonly #parts = new Map<string, Map<number, SpoolEntry>>();
  readonly #marks: Mark[] = [];

  part(entry: SpoolEntry): void {
    const { token, seq, segment } = entry;
    const parts = this.#parts.get(token) ?? new Map<number, SpoolEntry>();
    this.#parts.set(token, parts);
    // A crash while a file was cleared out leaves a part in two files.
    if (parts.has(seq)) {
      segment.pending.delete(entry);
      segment.spent.add(token);
    } else {
      parts.set(seq, entry);
      segment.pending.add(entry);
    }
  }

  mark(kind: MarkKind, token: string): void {
    const parts = this.#parts.get(token);
    if (kind === 'split' || parts === undefined) {
      this.#marks.push({ kind, token });
      return;
    }
    for (const entry of parts.values()) {
      entry.segment.pending.delete(entry);
      entry.segment.spent.add(token);
    }
    this.#parts.delete(token);
  }

  marks(): Map<string, Mark[]> {
    const marks = new Map<string, Mark[]>();
    for (const mark of this.#marks) {
      const batch = this.#batchOf(mark.token);
      if (batch === undefined) continue;
      const known = marks.get(batch);
      if (known === undefined) marks.set(batch, [mark]);
      else known.push(mark);
    }
    return marks;
  }

  /** A piece's token is its batch's and the way to it: `TOKEN.a.b`. */
  #batchOf(token: string): string | undefined {
    for (let end = token.length; end > 0; end = token.lastIndexOf('.', end - 1)) {
      const batch = token.slice(0, end);
      if (this.#parts.has(batch)) return batch;
    }
    return undefined;
  }
}
