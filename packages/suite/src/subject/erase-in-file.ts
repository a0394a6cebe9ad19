import { errorCode } from '@emas/errors';
import { overwriteLines } from '@emas/logging/internal';

/**
 * Writes blanks over lines of an account in a file to which an app adds lines: rows that were rejected, places from
 * which it was opened. Of rows that lie together in a line those of others stay.
 *
 * @param isOwn Whether a line or a row is of the account.
 * @throws The system's error.
 */
export async function eraseInFile(path: string, isOwn: (text: string) => boolean): Promise<void> {
  try {
    await overwriteLines(path, ({ text, bytes }) => {
      const rest = withoutOwn(text, isOwn);
      return rest === undefined ? undefined : rest + ' '.repeat(bytes - Buffer.byteLength(rest));
    });
  } catch (error) {
    // It was sent again, or ended, meanwhile.
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** @returns What is left of a line; `undefined` where nothing of the account is in it. */
function withoutOwn(text: string, isOwn: (text: string) => boolean): string | undefined {
  const letter = letterFrom(text);
  if (letter === undefined) return isOwn(text) ? '' : undefined;
  const others = letter.rows.filter((row) => !isOwn(row));
  // The engine's words about a row may tell of it as well.
  const isTold = isOwn(JSON.stringify(letter.error ?? ''));
  if (others.length === letter.rows.length && !isTold) return undefined;
  const error = isTold ? { ...letter.error, message: '' } : letter.error;
  return others.length === 0 ? '' : JSON.stringify({ ...letter, error, rows: others });
}

/** Rows that were rejected together. */
function letterFrom(
  text: string,
): { readonly rows: readonly string[]; readonly error?: object } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Known places are no JSON, and neither is a line that was torn.
    return undefined;
  }
  const rows: unknown = Object(parsed).rows;
  return Array.isArray(rows) && rows.every((row) => typeof row === 'string')
    ? { ...Object(parsed), rows }
    : undefined;
}
