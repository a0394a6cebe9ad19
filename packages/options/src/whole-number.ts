import { z } from 'zod';

/** The schema of an option that counts something: one sentence says what is expected, for every fault. */
export function wholeNumber(
  unit: string,
  least: number,
  most: number,
  initial: number,
): z.ZodDefault<z.ZodInt> {
  const wanted = `expected ${unit} from ${grouped(least)} to ${grouped(most)}`;
  return z.int({ error: wanted }).min(least, wanted).max(most, wanted).default(initial);
}

function grouped(number: number): string {
  return number.toLocaleString('en');
}
