import type { z } from 'zod';
import { wholeNumber } from './whole-number.ts';

/** Fewest people that a figure may be about, unless an app says otherwise. */
export const DEFAULT_SMALL_CELLS = 5;

/** The schema of an option that says how few people a figure may be about. */
export function smallCellsOption(people: string): z.ZodDefault<z.ZodInt> {
  return wholeNumber(people, 1, 1000, DEFAULT_SMALL_CELLS);
}
