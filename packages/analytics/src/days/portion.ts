import { randomBytes } from 'node:crypto';

/**
 * Longer than making one takes, which is half a minute for each million hits: a portion that does not count by
 * then is of a process that was killed.
 */
const LONGEST_SECONDS = 24 * 3600;

/** A name for what is made of a day at once: seconds since 1970, and 32 bits of chance. */
export function newPortion(): string {
  return portionOf(now(), randomBytes(4).readUInt32LE());
}

/** Smaller ones were begun so long ago that nobody is making them any more. */
export function firstYoungPortion(): string {
  return portionOf(now() - LONGEST_SECONDS, 0);
}

function portionOf(seconds: number, chance: number): string {
  return ((BigInt(seconds) << 32n) + BigInt(chance)).toString();
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
