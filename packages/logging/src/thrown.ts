import { types } from 'node:util';

/** What was thrown, in words. Anything may be thrown, and errors of workers and tests are no `Error` here. */
export function messageOf(thrown: unknown): string {
  try {
    if (typeof thrown !== 'object' || thrown === null) return String(thrown);
    const message: unknown = Reflect.get(thrown, 'message');
    return typeof message === 'string' ? message : Object.prototype.toString.call(thrown);
  } catch {
    // A getter or a proxy of somebody else's.
    return 'something unreadable';
  }
}

/** Errors of another realm, a worker's or a test's, are errors as well. */
export function isError(value: unknown): value is Error {
  try {
    return types.isNativeError(value) || value instanceof Error;
  } catch {
    // A proxy that does not tell its prototype.
    return false;
  }
}

/** As an `Error`, itself where it is one. */
export function errorOf(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(messageOf(thrown), { cause: thrown });
}

/** Stands in a line for what could not be read. */
export function unreadable(error: unknown): string {
  return `[unreadable: ${messageOf(error)}]`;
}

/**
 * A property of an object that may be somebody else's: getters and proxies throw.
 *
 * @param instead What to take where it does. @default undefined
 */
export function propertyOf(
  value: unknown,
  key: PropertyKey,
  instead: (error: unknown) => unknown = () => undefined,
): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    return undefined;
  try {
    return Reflect.get(value, key);
  } catch (error) {
    return instead(error);
  }
}
