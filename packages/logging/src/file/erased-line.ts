import { DIGEST_LENGTH } from './chain.ts';

/** Why a line was erased: somebody asked for it. */
export type ErasureReason = 'subject';

/** What is left of a line that was erased. */
export interface ErasedLine {
  /** What its mac is made of; '' where lines have none. */
  readonly digest: string;
  readonly reason: string;
}

const ERASED = new RegExp(
  `^\\{"erased":\\{"digest":"((?:[\\w-]{${DIGEST_LENGTH}})?)","reason":"([a-z]{1,20})"\\} *,"seq":`,
);

/** @param text A line of a file. @returns `undefined` for one that was not erased. */
export function erasedFrom(text: string): ErasedLine | undefined {
  const [, digest, reason] = ERASED.exec(text) ?? [];
  return digest === undefined || reason === undefined ? undefined : { digest, reason };
}

/**
 * What takes the place of a line, of the same length, so that it can be written over it.
 *
 * @param bytes Length of the line up to its number.
 * @returns The line up to its number; `undefined` where it was too short. No line of the logger is.
 */
export function erasedText({ digest, reason }: ErasedLine, bytes: number): string | undefined {
  const text = `{"erased":${JSON.stringify({ digest, reason })}`;
  return text.length > bytes ? undefined : text.padEnd(bytes);
}
