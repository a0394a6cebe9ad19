import { z } from 'zod';

/**
 * The schema of an option that is called.
 *
 * @param what As in "expected a function of the request".
 */
export function functionOption<Value>(what = 'a function'): z.ZodType<Value> {
  return z.custom<Value>((value) => typeof value === 'function', { error: `expected ${what}` });
}

/**
 * The schema of an option that another part made: it is known by one of its methods, since a class may come
 * from another copy of its package.
 *
 * @param what As in "expected an event bus".
 */
export function partOption<Value>(method: string, what: string): z.ZodType<Value> {
  return z.custom<Value>(
    (value) => typeof value === 'object' && value !== null && method in value,
    { error: `expected ${what}` },
  );
}
