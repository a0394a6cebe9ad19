import { z } from 'zod';
import { dayFromToday } from '../formats.ts';

/*
 * A message is the kind of fault, `missing` or `wrong`; the words for it stand in the texts of the
 * field. Control characters have no place in anything asked for here, nor in a name those that turn
 * the direction of the text after it.
 */

const ONE_LINE = /^[^\p{Cc}\p{Bidi_Control}]*$/u;
const SEVERAL_LINES = /^(?:\P{Cc}|[\r\n\t])*$/u;

export function oneLine(longest: number): z.ZodString {
  return z
    .string('missing')
    .trim()
    .min(1, 'missing')
    .max(longest, 'wrong')
    .regex(ONE_LINE, 'wrong');
}

export function optionalLine(longest: number): z.ZodString {
  return z.string().trim().max(longest, 'wrong').regex(ONE_LINE, 'wrong');
}

export function severalLines(longest: number): z.ZodString {
  return z
    .string('missing')
    .trim()
    .min(1, 'missing')
    .max(longest, 'wrong')
    .regex(SEVERAL_LINES, 'wrong');
}

/** Digits as people write them, with blanks and dashes. */
function digits(longest: number, pattern: RegExp): z.ZodType<string> {
  return oneLine(longest)
    .transform((text) => text.replaceAll(/[\s-]/g, ''))
    .pipe(z.string().regex(pattern, 'wrong'));
}

/** Six digits of a birth date, two of a place, four more. */
export const identityCard: z.ZodType<string> = digits(
  20,
  /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}$/,
);

export const bankAccount: z.ZodType<string> = digits(30, /^\d{8,17}$/);

export const phone: z.ZodType<string> = digits(30, /^\+?\d{9,15}$/);

export const policyNumber: z.ZodType<string> = oneLine(20)
  .toUpperCase()
  .regex(/^EM-\d{4}-\d{4}$/, 'wrong');

export const email: z.ZodType<string> = oneLine(254).regex(
  /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/,
  'wrong',
);

/** Ringgit and sen as text in, sen as a whole number out. */
export const amount: z.ZodType<number> = oneLine(20)
  .transform((text) => text.replace(/^RM\s*/i, '').replaceAll(',', ''))
  .pipe(z.string().regex(/^\d{1,6}(?:\.\d{1,2})?$/, 'wrong'))
  .transform((text) => Math.round(Number(text) * 100))
  .refine((sen) => sen > 0 && sen <= 10_000_000, 'wrong');

/** A day between two others, both counted from today in Malaysia. */
export function dayBetween(earliest: number, latest: number): z.ZodType<string> {
  return oneLine(10)
    .pipe(z.iso.date('wrong'))
    .refine((day) => day >= dayFromToday(earliest) && day <= dayFromToday(latest), 'wrong');
}

export function oneOf<Value extends string>(values: readonly Value[]): z.ZodType<Value> {
  return oneLine(40).pipe(z.enum(values, 'wrong'));
}
