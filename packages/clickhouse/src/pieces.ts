import { halve } from './batch.ts';
import type { Batch } from './batch.ts';

/**
 * A batch that was split is sent in pieces from then on, after a crash as well: a piece that was sent
 * would count twice if the whole went out again, under the whole's token.
 */

/**
 * The tokens of the pieces of a batch that are to be sent, in the order of their rows.
 *
 * @param isMarked Whether a batch or piece was split, or is done.
 */
export function piecesOf(
  token: string,
  isMarked: (kind: 'split' | 'done', token: string) => boolean,
): string[] {
  if (isMarked('done', token)) return [];
  if (!isMarked('split', token)) return [token];
  return halvesOf(token).flatMap((half) => piecesOf(half, isMarked));
}

/** The tokens of two halves. */
export function halvesOf(token: string): readonly [string, string] {
  return [`${token}.a`, `${token}.b`];
}

/** The rows of a piece. */
export function cutPiece(whole: Batch, token: string): Batch {
  let piece = whole;
  while (piece.token !== token) {
    const [first, second] = halve(piece);
    piece = token === first.token || token.startsWith(`${first.token}.`) ? first : second;
  }
  return piece;
}
