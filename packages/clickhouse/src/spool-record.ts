import { crc32 } from 'node:zlib';
import type { Batch } from './batch.ts';

/**
 * The records of a spool segment. Each has 16 bytes in front, little-endian: magic, kind, length and
 * CRC-32 of the payload. A batch's payload is a line of JSON and then its body; a `done` record's is a
 * token. A record that was torn by a crash fails its check, and nothing after it in that file is read.
 */
const MAGIC = 0x31_50_53_45;
const HEADER_BYTES = 16;
const KIND_BATCH = 1;
const KIND_DONE = 2;

interface RecordPlace {
  readonly offset: number;
  readonly length: number;
}

export type SpoolRecord =
  | (RecordPlace & { readonly kind: 'batch'; readonly batch: Omit<Batch, 'body'> })
  | (RecordPlace & { readonly kind: 'done'; readonly token: string });

export function encodeBatch(batch: Batch): Buffer {
  const { body, ...meta } = batch;
  return encode(KIND_BATCH, Buffer.from(`${JSON.stringify(meta)}\n${body}`));
}

export function encodeDone(token: string): Buffer {
  return encode(KIND_DONE, Buffer.from(token));
}

/** The batch of one whole record; `undefined` where it does not check. */
export function decodeBatch(record: Buffer): Batch | undefined {
  const payload = checkedPayload(record, 0);
  return payload === undefined ? undefined : parseBatch(payload);
}

/** The records of a segment up to the first that does not check. */
export function readRecords(segment: Buffer): SpoolRecord[] {
  const records: SpoolRecord[] = [];
  let offset = 0;
  for (;;) {
    const payload = checkedPayload(segment, offset);
    if (payload === undefined) return records;
    const length = HEADER_BYTES + payload.length;
    if (segment.readUInt32LE(offset + 4) === KIND_DONE) {
      records.push({ kind: 'done', token: payload.toString(), offset, length });
    } else {
      const batch = parseBatch(payload);
      if (batch === undefined) return records;
      const { token, table, rows } = batch;
      records.push({ kind: 'batch', batch: { token, table, rows }, offset, length });
    }
    offset += length;
  }
}

function encode(kind: number, payload: Buffer): Buffer {
  const record = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  record.writeUInt32LE(MAGIC, 0);
  record.writeUInt32LE(kind, 4);
  record.writeUInt32LE(payload.length, 8);
  record.writeUInt32LE(crc32(payload), 12);
  payload.copy(record, HEADER_BYTES);
  return record;
}

function checkedPayload(bytes: Buffer, offset: number): Buffer | undefined {
  if (bytes.length < offset + HEADER_BYTES || bytes.readUInt32LE(offset) !== MAGIC)
    return undefined;
  const end = offset + HEADER_BYTES + bytes.readUInt32LE(offset + 8);
  if (end > bytes.length) return undefined;
  const payload = bytes.subarray(offset + HEADER_BYTES, end);
  return crc32(payload) === bytes.readUInt32LE(offset + 12) ? payload : undefined;
}

function parseBatch(payload: Buffer): Batch | undefined {
  const lineEnd = payload.indexOf('\n');
  if (lineEnd < 0) return undefined;
  const meta: unknown = JSON.parse(payload.toString('utf8', 0, lineEnd));
  if (typeof meta !== 'object' || meta === null) return undefined;
  if (!('token' in meta && 'table' in meta && 'rows' in meta)) return undefined;
  const { token, table, rows } = meta;
  if (typeof token !== 'string' || typeof table !== 'string' || typeof rows !== 'number') {
    return undefined;
  }
  return { token, table, rows, body: payload.toString('utf8', lineEnd + 1) };
}
