import { InvalidArgumentError } from 'commander';

/** A whole number, 0 included. */
export function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
}

/** A whole number from 1. */
export function readPositive(text: string): number {
  const count = readCount(text);
  if (count > 0) return count;
  throw new InvalidArgumentError('Expected a whole number from 1.');
}
