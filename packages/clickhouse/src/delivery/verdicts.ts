import type { Batch } from '../batch.ts';
import { halvesOf } from '../pieces.ts';
import type { InsertFault } from './insert-errors.ts';

/** What is to be done with a batch or piece that the engine did not take. */
export type Verdict = 'wait' | 'split' | 'park';

interface PieceRecord {
  /** Times that its rows were blamed, and times that it was found too large: neither counts for the other. */
  rejected: number;
  tooLarge: number;
  /** What its table had taken when it failed first. */
  readonly takenThen: number;
}

/** Rejections after which a batch is halved though nothing else was taken, to see which half is good. */
const BLIND_TRIES = 3;
/** Halved twice so: four pieces. If none of them is good, it is not one bad row. */
const BLIND_HALVINGS = 2;
/** An engine that is short of memory often has it back in a moment. */
const TRIES_BEFORE_SMALLER = 10;
const TRIES_BESIDE_OTHERS = 3;
/** What refuses even that refuses everything. */
const SMALLEST_BYTES = 16 * 1024;

/**
 * Who is to blame, the rows or the engine? The engine's word is not enough: a table that lacks a column
 * blames all rows alike. A batch is only judged when its table takes others, before it was tried again.
 * A row is parked by itself; so nothing is parked where no row gets through.
 */
export class Verdicts {
  readonly #taken = new Map<string, number>();
  readonly #records = new Map<string, PieceRecord>();

  /** The engine took rows for a table. */
  took({ table, token }: Batch): void {
    this.#taken.set(table, this.#takenFor(table) + 1);
    this.#records.delete(token);
  }

  /**
   * @param isUnread Whether it was refused for its size alone, so that nothing of it was inserted.
   */
  of(piece: Batch, fault: InsertFault, isUnread: boolean): Verdict {
    if (fault === 'away' || fault === 'transient') return 'wait';
    const record = this.#recordOf(piece);
    const othersGetThrough = this.#takenFor(piece.table) > record.takenThen;
    if (fault === 'too_large') {
      record.tooLarge += 1;
      const isHalved = piece.rows > 1 && mayGetThrough(piece, record, othersGetThrough, isUnread);
      return isHalved ? this.#split(piece, record) : 'wait';
    }
    record.rejected += 1;
    if (othersGetThrough) return piece.rows === 1 ? 'park' : this.#split(piece, record);
    return isWorthASplit(piece, record) ? this.#split(piece, record) : 'wait';
  }

  /** A batch or piece is not there any more. */
  forget(token: string): void {
    this.#records.delete(token);
  }

  /** What was true when the whole failed first holds for its halves. */
  #split({ token }: Batch, { takenThen }: PieceRecord): 'split' {
    this.#records.delete(token);
    for (const half of halvesOf(token)) {
      this.#records.set(half, { rejected: 0, tooLarge: 0, takenThen });
    }
    return 'split';
  }

  #recordOf({ token, table }: Batch): PieceRecord {
    const known = this.#records.get(token);
    if (known !== undefined) return known;
    const record = { rejected: 0, tooLarge: 0, takenThen: this.#takenFor(table) };
    this.#records.set(token, record);
    return record;
  }

  #takenFor(table: string): number {
    return this.#taken.get(table) ?? 0;
  }
}

/** Whether halves of what was found too large may get through. */
function mayGetThrough(
  piece: Batch,
  { tooLarge }: PieceRecord,
  othersGetThrough: boolean,
  isUnread: boolean,
): boolean {
  if (!othersGetThrough && piece.body.length <= SMALLEST_BYTES) return false;
  if (isUnread) return true;
  return tooLarge >= (othersGetThrough ? TRIES_BESIDE_OTHERS : TRIES_BEFORE_SMALLER);
}

/** Whether to look for a good half though the table took nothing lately. */
function isWorthASplit({ rows, token }: Batch, { rejected }: PieceRecord): boolean {
  const halvings = token.split('.').length - 1;
  return rows > 1 && rejected >= BLIND_TRIES && halvings < BLIND_HALVINGS;
}
