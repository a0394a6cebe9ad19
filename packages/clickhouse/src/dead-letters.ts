import { appendFile, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '@emas/errors';
import type { Batch } from './batch.ts';

/**
 * Rows that the engine rejects, one JSON object a line with the engine's error, for somebody to look
 * at. Bounded: a fault that repeats must not fill the disk.
 */
export class DeadLetters {
  readonly #path: string;
  readonly #maxBytes: number;

  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  /** @returns False when the row could not be kept: the file is full or cannot be written. */
  async park(batch: Batch, error: unknown): Promise<boolean> {
    const line = JSON.stringify({
      at: new Date().toISOString(),
      table: batch.table,
      token: batch.token,
      error: { code: errorCode(error), message: messageOf(error) },
      rows: batch.body.split('\n'),
    });
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      const size = await stat(this.#path).then(
        (found) => found.size,
        () => 0,
      );
      if (size + line.length > this.#maxBytes) return false;
      await appendFile(this.#path, `${line}\n`, { mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
