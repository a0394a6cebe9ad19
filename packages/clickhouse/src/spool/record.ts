import { crc32 } from 'node:zlib';
import type { Batch } from '../batch.ts';

/**
 * The records of a spool segment. Each has 16 bytes in front, little-endian: magic, kind, length and
 * CRC-32 of the payload. A part's payload is a line of JSON and then its body; a mark's is a token. A
 * record that was torn by a crash fails its check, and nothing after it in that file is read.
 */
const MAGIC = 0x31_50_53_45;
const HEADER_BYTES = 16;
const KIND_PART = 1;

/** What is remembered of a batch, or of a piece of it, after it was written. */
export type MarkKind =
  /** It needs no sending any more. */
  | 'done'
  /** It is sent in halves from now on, never again as a whole. */
  | 'split';

const KIND_OF_MARK: Readonly<Record<MarkKind, number>> = { done: 2, split: 3 };

/** What is known of a part without its rows. */
export interface PartHead {
  /** The batch's. */
  readonly token: string;
  readonly table: string;
  readonly rows: number;
  /** Numbers the parts of a writer: a part that lies on disk twice counts once. */
  readonly seq: number;
  /** When the rows were accepted, in milliseconds since 1970. */
  readonly at: number;
}

/** Rows of a batch that were accepted together. */
export interface Part extends PartHead, Batch {}

interface RecordPlace {
  readonly offset: number;
  readonly length: number;
}

/** A record and where it lies. */
export type SpoolRecord =
  | (RecordPlace & { readonly kind: 'part'; readonly head: PartHead })
  | (RecordPlace & { readonly kind: MarkKind; readonly token: string });

/** What is to be written of a record, one after the other, and how long it is. */
export interface EncodedRecord {
  readonly bytes: readonly Buffer[];
  readonly length: number;
}

export function encodePart(part: Part): EncodedRecord {
  const { body, ...head } = part;
  return encode(KIND_PART, [Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

export function encodeMark(kind: MarkKind, token: string): EncodedRecord {
  return encode(KIND_OF_MARK[kind], [Buffer.from(token)]);
}

/** The part of one whole record; `undefined` where it does not check. */
export function decodePart(record: Buffer): Part | undefined {
  const payload = checkedPayload(record, 0);
  return payload === undefined ? undefined : parsePart(payload);
}

/** The records of a segment up to the first that does not check. */
export function readRecords(segment: Buffer): SpoolRecord[] {
  const records: SpoolRecord[] = [];
  let offset = 0;
  for (;;) {
    const payload = checkedPayload(segment, offset);
    if (payload === undefined) return records;
    const length = HEADER_BYTES + payload.length;
    const kind = markKind(segment.readUInt32LE(offset + 4));
    if (kind === undefined) {
      const part = parsePart(payload);
      if (part === undefined) return records;
      const { body: _rows, ...head } = part;
      records.push({ kind: 'part', head, offset, length });
    } else records.push({ kind, token: payload.toString(), offset, length });
    offset += length;
  }
}

function markKind(kind: number): MarkKind | undefined {
  if (kind === KIND_OF_MARK.done) return 'done';
  return kind === KIND_OF_MARK.split ? 'split' : undefined;
}

function encode(kind: number, payload: readonly Buffer[]): EncodedRecord {
  const header = Buffer.alloc(HEADER_BYTES);
  const length = payload.reduce((sum, part) => sum + part.length, 0);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(kind, 4);
  header.writeUInt32LE(length, 8);
  header.writeUInt32LE(
    payload.reduce((sum, part) => crc32(part, sum), 0),
    12,
  );
  return { bytes: [header, ...payload], length: HEADER_BYTES + length };
}

function checkedPayload(bytes: Buffer, offset: number): Buffer | undefined {
  if (bytes.length < offset + HEADER_BYTES || bytes.readUInt32LE(offset) !== MAGIC)
    return undefined;
  const end = offset + HEADER_BYTES + bytes.readUInt32LE(offset + 8);
  if (end > bytes.length) return undefined;
  const payload = bytes.subarray(offset + HEADER_BYTES, end);
  return crc32(payload) === bytes.readUInt32LE(offset + 12) ? payload : undefined;
}

function parsePart(payload: Buffer): Part | undefined {
  const lineEnd = payload.indexOf('\n');
  if (lineEnd < 0) return undefined;
  const head: unknown = JSON.parse(payload.toString('utf8', 0, lineEnd));
  if (!isPartHead(head)) return undefined;
  const { token, table, rows, seq, at } = head;
  return { token, table, rows, seq, at, body: payload.subarray(lineEnd + 1) };
}

function isPartHead(value: unknown): value is PartHead {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Partial<Record<keyof PartHead, unknown>>> = value;
  const numbers = [fields.rows, fields.seq, fields.at];
  const isNamed = typeof fields.token === 'string' && typeof fields.table === 'string';
  return isNamed && numbers.every((field) => typeof field === 'number');
}
