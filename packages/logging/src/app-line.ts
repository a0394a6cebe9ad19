import { isError, messageOf, propertyOf, unreadable } from './thrown.ts';

/** Values that are written side by side, as one object: what comes later stands for what came before. */
export interface DataLayer {
  readonly values: object;
  /** Keys that are not data. */
  readonly except?: ReadonlySet<string>;
}

/** What the app logged, taken apart: a message, and what was given beside it. */
export interface AppLine {
  readonly message: string;
  /** To be written under `data`; none where there is nothing. */
  readonly data: readonly DataLayer[];
}

const NO_DATA: ReadonlySet<string> = new Set(['message', 'level']);

/**
 * `logger.info(message, ...more)`, as winston's users write it: an object beside the message is its data,
 * an error goes under `error`, anything else under `more`. Nothing is copied, and nothing read that may throw.
 */
export function appLine(message: unknown, more: readonly unknown[]): AppLine {
  const [first, ...others] = more;
  if (isError(message)) {
    const text = propertyOf(message, 'message', unreadable);
    return {
      message: typeof text === 'string' ? text : '',
      data: [{ values: { error: message } }, ...rest(more)],
    };
  }
  if (typeof message === 'object' && message !== null) return objectLine(message, more);
  const text = typeof message === 'string' ? message : messageOf(message);
  if (more.length === 0) return { message: text, data: [] };
  if (isError(first)) {
    return { message: text, data: [{ values: { error: first } }, ...rest(others)] };
  }
  if (!isRecord(first)) return { message: text, data: rest(more) };
  return { message: text, data: [{ values: first }, ...rest(others)] };
}

/** `logger.info({ message, … })`. */
function objectLine(given: object, more: readonly unknown[]): AppLine {
  const message = propertyOf(given, 'message', unreadable);
  const text = typeof message === 'string' ? message : messageOf(message);
  return {
    message: message === undefined ? '' : text,
    data: [{ values: given, except: NO_DATA }, ...rest(more)],
  };
}

function rest(more: readonly unknown[]): readonly DataLayer[] {
  return more.length === 0 ? [] : [{ values: { more } }];
}

function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return !Array.isArray(value);
  } catch {
    // A revoked proxy: an object that says nothing of itself.
    return true;
  }
}
