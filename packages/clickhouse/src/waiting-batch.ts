import type { Batch, BatchPart } from './batch.ts';
import { piecesOf } from './pieces.ts';
import type { Mark } from './spool/read-folder.ts';
import type { SpoolEntry } from './spool/segment.ts';

/** A part that waits: on disk, or in memory where the disk will not have it. */
export type QueuedPart =
  | { readonly kept: 'disk'; readonly part: SpoolEntry }
  | { readonly kept: 'memory'; readonly part: Batch & { readonly at: number } };

/** Rows as a writer accepted them. */
export interface AcceptedPart extends BatchPart {
  /** When the first of them came, in milliseconds since 1970. */
  readonly at: number;
}

/** A batch that is to be sent. All its parts are on disk, or all in memory. */
export interface QueuedBatch {
  readonly token: string;
  readonly table: string;
  readonly parts: readonly QueuedPart[];
  /** Tokens of what of it is to be sent: its own, or, where it was split, those of pieces. */
  readonly pieces: readonly string[];
  /** Nobody has begun to send it: what comes for its table becomes a part of it. */
  readonly isGrowing: boolean;
}

/** The same for its queue. */
export interface WaitingBatch extends QueuedBatch {
  parts: QueuedPart[];
  pieces: string[];
  isGrowing: boolean;
}

/** What a queue holds. */
export interface QueueSize {
  readonly memoryRows: number;
  readonly memoryBytes: number;
  readonly diskRows: number;
  readonly diskBatches: number;
  /** When the oldest row was accepted, in milliseconds since 1970; `Infinity` where none waits. */
  readonly oldest: number;
}

export function rowsOf(parts: readonly QueuedPart[]): number {
  return parts.reduce((sum, { part }) => sum + part.rows, 0);
}

/** Bytes that parts take in memory. */
export function memoryOf(parts: readonly QueuedPart[]): number {
  return parts.reduce((sum, { kept, part }) => sum + (kept === 'memory' ? part.body.length : 0), 0);
}

export function entriesOf(parts: readonly QueuedPart[]): SpoolEntry[] {
  return parts.flatMap(({ kept, part }) => (kept === 'disk' ? [part] : []));
}

export function sizeOf(batches: Iterable<QueuedBatch>): QueueSize {
  const size = { memoryRows: 0, memoryBytes: 0, diskRows: 0, diskBatches: 0, oldest: Infinity };
  for (const { parts } of batches) {
    if (parts[0]?.kept === 'disk') {
      size.diskBatches += 1;
      size.diskRows += rowsOf(parts);
    } else {
      size.memoryRows += rowsOf(parts);
      size.memoryBytes += memoryOf(parts);
    }
    for (const { part } of parts) size.oldest = Math.min(size.oldest, part.at);
  }
  return size;
}

/** A batch that an earlier process left. */
export function foundBatch(
  token: string,
  entries: readonly SpoolEntry[],
  marks: readonly Mark[],
): WaitingBatch {
  // A batch's halves are of its rows in their order, which clearing out a file may change on disk.
  const ordered = entries.toSorted((left, right) => left.seq - right.seq);
  return {
    token,
    table: entries[0]?.table ?? '',
    parts: ordered.map((part) => ({ kept: 'disk', part })),
    pieces: piecesOf(token, (kind, piece) =>
      marks.some((mark) => mark.kind === kind && mark.token === piece),
    ),
    isGrowing: false,
  };
}

/** Whether it goes out in pieces, which are known by their place in the whole. */
export function isSplit({ token, pieces }: QueuedBatch): boolean {
  return pieces.length !== 1 || pieces[0] !== token;
}
