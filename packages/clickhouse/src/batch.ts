import { randomUUID } from 'node:crypto';
import { EmasError } from '@emas/errors';
import { bodyOf, halvesOfBody } from './batch-body.ts';

/** Rows of one table that are sent, kept and counted together. */
export interface Batch {
  /** Names the batch for ever: sent twice with one token, it counts once. */
  readonly token: string;
  readonly table: string;
  readonly rows: number;
  /** One JSON object a line (`JSONEachRow`), or one array with all columns (`JSONCompactEachRow`), in UTF-8. */
  readonly body: Buffer;
}

/** Rows of one table as they were accepted together: a batch has one such part, or some. */
export type BatchPart = Omit<Batch, 'token'>;

/** A name for a batch that no other has. */
export function newToken(): string {
  return randomUUID();
}

/** The batch that parts make, in their order. */
export function joinParts(token: string, table: string, parts: readonly BatchPart[]): Batch {
  return {
    token,
    table,
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    body:
      parts.length === 1 && parts[0] !== undefined
        ? parts[0].body
        : bodyOf(parts.map(({ body }) => body)),
  };
}

/**
 * Two halves with tokens made from the whole's: whoever halves the batch again, after a crash too, gets
 * the same two.
 */
export function halve(batch: Batch): readonly [Batch, Batch] {
  const { token, table } = batch;
  const [first, second] = halvesOfBody(batch.body);
  return [
    { token: `${token}.a`, table, ...first },
    { token: `${token}.b`, table, ...second },
  ];
}

const RETRY = 'retry:';

/** The token of a parked row that is sent again, beside that of the batch which it came from. */
export function retryToken(token: string): string {
  return `${RETRY}${token}`;
}

/** The token that the engine knows a batch by: rows that were parked keep theirs when they are sent again. */
export function engineToken(token: string): string {
  return token.startsWith(RETRY) ? token.slice(RETRY.length) : token;
}

/** Of tables, columns and settings: they go into statements, where parameters are not taken. */
export const IDENTIFIER: RegExp = /^[A-Za-z_]\w{0,127}$/;

/**
 * A table's name goes into the statement itself, where parameters are not taken.
 *
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_TABLE`.
 */
export function tableName(name: string): string {
  if (IDENTIFIER.test(name)) return name;
  throw new EmasError('ERR_EMAS_CLICKHOUSE_TABLE', 'A table name is not a plain identifier.', {
    help: 'Use letters, digits and "_".',
  });
}
