import { newToken } from './batch.ts';
import type { BatchPart } from './batch.ts';

interface GrowingBatch {
  readonly token: string;
  rows: number;
  bytes: number;
}

/** A batch is on disk or in memory as a whole: after a crash, what is left of it must not be a part of it. */
type Kept = 'disk' | 'memory';

/** The size at which a batch grows no more. */
interface MostOfBatch {
  readonly maxRows: number;
  readonly maxBatchBytes: number;
}

/** The batches that still take parts, one for each table and place. */
export class GrowingBatches {
  readonly #most: MostOfBatch;
  readonly #growing = new Map<string, GrowingBatch>();

  constructor(most: MostOfBatch) {
    this.#most = most;
  }

  /** The token of the batch that a part belongs to. */
  tokenFor({ table, rows, body }: BatchPart, kept: Kept): string {
    const { maxRows, maxBatchBytes } = this.#most;
    const key = `${kept}:${table}`;
    let batch = this.#growing.get(key);
    const fits =
      batch !== undefined &&
      batch.rows + rows <= maxRows &&
      batch.bytes + body.length <= maxBatchBytes;
    if (batch === undefined || !fits) {
      batch = { token: newToken(), rows: 0, bytes: 0 };
      this.#growing.set(key, batch);
    }
    batch.rows += rows;
    batch.bytes += body.length;
    if (batch.rows >= maxRows || batch.bytes >= maxBatchBytes) this.#growing.delete(key);
    return batch.token;
  }

  has(token: string): boolean {
    for (const batch of this.#growing.values()) if (batch.token === token) return true;
    return false;
  }

  /** Ends the growth of one. */
  close(token: string): void {
    for (const [key, batch] of this.#growing) if (batch.token === token) this.#growing.delete(key);
  }

  closeAll(): void {
    this.#growing.clear();
  }
}
