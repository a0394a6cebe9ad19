import { z } from 'zod';

/** The schema of an option that counts something: one sentence says what it wants, whatever is wrong. */
export function wholeNumber(
  unit: string,
  least: number,
  most: number,
  initial: number,
): z.ZodDefault<z.ZodInt> {
  const wanted = `wants ${unit} from ${least} to ${most}`;
  return z.int({ error: wanted }).min(least, wanted).max(most, wanted).default(initial);
}
