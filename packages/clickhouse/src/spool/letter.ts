import { errorCode } from '@emas/errors';
import { engineToken, retryToken } from '../batch.ts';
import { bodyOf } from '../batch-body.ts';
import type { Batch } from '../batch.ts';
import type { Part } from './record.ts';

/** Rows that the engine rejected, as they lie in `dead-letters.jsonl`, an object a line. */
export interface Letter {
  /** When they were parked, ISO 8601. */
  readonly at: string;
  readonly table: string;
  readonly token: string;
  readonly error: { readonly code: string; readonly message: string };
  /** One JSON object each. */
  readonly rows: readonly string[];
}

const MOST_MESSAGE = 500;

export function letterOf(batch: Batch, error: unknown): Letter {
  const message = error instanceof Error ? error.message : String(error);
  return {
    at: new Date().toISOString(),
    table: batch.table,
    token: engineToken(batch.token),
    error: { code: errorCode(error), message: message.slice(0, MOST_MESSAGE) },
    rows: batch.body.toString().split('\n'),
  };
}

/** @returns `undefined` for a line that is torn, or is none. */
export function parseLetter(line: string): Letter | undefined {
  try {
    const read: unknown = JSON.parse(line);
    return isLetter(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** A letter as a batch that waits: with the same token for the engine, which may have a share of it. */
export function partOfLetter(line: string): Part | undefined {
  const letter = parseLetter(line);
  if (letter === undefined) return undefined;
  const { at, table, token, rows } = letter;
  return {
    token: retryToken(token),
    table,
    rows: rows.length,
    seq: 0,
    at: Date.parse(at),
    body: bodyOf(rows),
  };
}

function isLetter(value: unknown): value is Letter {
  if (typeof value !== 'object' || value === null) return false;
  const { at, table, token, rows, error }: Readonly<Partial<Record<keyof Letter, unknown>>> = value;
  return (
    [at, table, token].every((field) => typeof field === 'string') &&
    Array.isArray(rows) &&
    rows.every((row) => typeof row === 'string') &&
    typeof error === 'object' &&
    error !== null
  );
}
