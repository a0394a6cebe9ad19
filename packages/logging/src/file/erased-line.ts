import { DIGEST_LENGTH, MAC_KEY, MAC_LENGTH } from './chain.ts';

/** Why a line was erased: the person whose data it had asked for it. */
export type ErasureReason = 'subject';

/** What is left of a line that was erased. */
export interface ErasedLine {
  /** What its mac is made of; '' where lines have none. */
  readonly digest: string;
  readonly reason: ErasureReason;
}

/** The whole line: what else stood in it would be covered by nothing. */
const ERASED = new RegExp(
  `^\\{"erased":\\{"digest":"((?:[\\w-]{${DIGEST_LENGTH}})?)","reason":"(subject)"\\} *` +
    `,"seq":\\d{1,15}(?:${MAC_KEY}[\\w-]{${MAC_LENGTH}}")?\\}$`,
);

/** @param text A line of a file. @returns `undefined` for one that was not erased. */
export function erasedFrom(text: string): ErasedLine | undefined {
  const [, digest] = ERASED.exec(text) ?? [];
  return digest === undefined ? undefined : { digest, reason: 'subject' };
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
