import type { BatchQueue, QueuedBatch } from '../batch-queue.ts';
import type { Batch } from '../batch.ts';
import { cutPiece } from '../pieces.ts';
import type { DeadLetters } from '../spool/dead-letters.ts';
import type { ResolvedWriterOptions } from '../writer-options.ts';
import type { WriterTally } from '../writer-counters.ts';
import { classifyInsertError, isRefusedUnread } from './insert-errors.ts';
import type { InsertFault } from './insert-errors.ts';
import { sendBatch } from './send-batch.ts';
import { Verdicts } from './verdicts.ts';

/** What became of one try of a batch. */
interface SendOutcome {
  /** Why it has to be tried again; `undefined` where it is done with. */
  readonly fault?: InsertFault | 'unread';
  /** Whether a piece of it got through, or was split. */
  readonly hasProgress: boolean;
}

/** Tries a batch once: as a whole, or, where it was split, in those pieces that are left. */
export class BatchSender {
  readonly #options: ResolvedWriterOptions;
  readonly #queue: BatchQueue;
  readonly #tally: WriterTally;
  readonly #letters: DeadLetters | undefined;
  readonly #verdicts = new Verdicts();

  constructor(
    options: ResolvedWriterOptions,
    queue: BatchQueue,
    tally: WriterTally,
    letters: DeadLetters | undefined,
  ) {
    this.#options = options;
    this.#queue = queue;
    this.#tally = tally;
    this.#letters = letters;
  }

  async send(queued: QueuedBatch): Promise<SendOutcome> {
    const reason = this.#options.heldBackBy?.();
    if (reason !== undefined) return this.#failed('away', reason);
    let whole: Batch | undefined;
    try {
      whole = await this.#queue.load(queued);
    } catch (error) {
      this.#tally.fault('disk', error);
      this.#tally.retries += 1;
      return { fault: 'unread', hasProgress: false };
    }
    this.#tally.healed('disk');
    if (whole !== undefined) {
      const outcome = await this.#sendPieces(queued, whole);
      if (outcome.fault !== undefined) return outcome;
    }
    this.#verdicts.forget(queued.token);
    await this.#queue.remove(queued);
    return { hasProgress: true };
  }

  /** In the order of the rows; a rejected piece does not keep the others. */
  async #sendPieces(queued: QueuedBatch, whole: Batch): Promise<SendOutcome> {
    const left = [...queued.pieces];
    let fault: InsertFault | undefined;
    let hasProgress = false;
    for (let token = left.shift(); token !== undefined; token = left.shift()) {
      const piece = cutPiece(whole, token);
      // Of a batch that was split and has lost rows since.
      if (piece.rows === 0) {
        await this.#queue.pieceDone(queued, token);
        continue;
      }
      try {
        await sendBatch(this.#options.client, piece);
        this.#sent(piece);
        await this.#queue.pieceDone(queued, token);
        hasProgress = true;
      } catch (error) {
        const own = classifyInsertError(error);
        const halves = await this.#judge(queued, piece, error);
        if (halves !== 'wait') {
          hasProgress = true;
          left.unshift(...halves);
          continue;
        }
        this.#failed(own, error);
        fault = own;
        if (own === 'away' || own === 'transient') break;
      }
    }
    return fault === undefined ? { hasProgress } : { fault, hasProgress };
  }

  /** @returns Pieces to send in its place: none where it was parked. */
  async #judge(
    queued: QueuedBatch,
    piece: Batch,
    error: unknown,
  ): Promise<readonly string[] | 'wait'> {
    const verdict = this.#verdicts.of(piece, classifyInsertError(error), isRefusedUnread(error));
    if (verdict === 'split') return this.#queue.split(queued, piece.token);
    if (verdict === 'wait') return 'wait';
    await this.#park(piece, error);
    await this.#queue.pieceDone(queued, piece.token);
    return [];
  }

  #sent(piece: Batch): void {
    this.#verdicts.took(piece);
    this.#tally.sentBatches += 1;
    this.#tally.sentRows += piece.rows;
    this.#tally.healed('engine');
  }

  #failed(fault: InsertFault, error: unknown): SendOutcome {
    this.#tally.retries += 1;
    this.#tally.fault('engine', error);
    return { fault, hasProgress: false };
  }

  async #park(piece: Batch, error: unknown): Promise<void> {
    this.#verdicts.forget(piece.token);
    const kept = (await this.#letters?.park(piece, error)) ?? false;
    if (kept) this.#tally.parked += piece.rows;
    else this.#tally.dropped.rejected += piece.rows;
  }
}
