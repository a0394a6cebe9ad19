import { isError, messageOf, propertyOf, unreadable } from './thrown.ts';

/** Values that are written side by side, as one object: what comes later stands for what came before. */
export interface DataLayer {
  readonly values: object;
  /** Keys that are not data. */
  readonly except?: ReadonlySet<string>;
}

/** What the app logged, taken apart: a message, and what was given beside it, to be written under `data`. */
export interface AppLine {
  readonly message: string;
  /** Where it is one object: nearly always. */
  readonly data: object | undefined;
  /** Where it is several. */
  readonly layers: readonly DataLayer[];
}

const NOTHING: readonly DataLayer[] = [];
const NO_DATA: ReadonlySet<string> = new Set(['message', 'level']);

/**
 * `logger.info(message, ...more)`, as winston's users write it: an object beside the message is its data,
 * an error goes under `error`, anything else under `more`. Nothing is copied, and nothing read that may throw.
 */
export function appLine(message: unknown, more: readonly unknown[]): AppLine {
  if (typeof message === 'object' && message !== null) {
    return isError(message) ? errorLine(message, more) : objectLine(message, more);
  }
  const text = typeof message === 'string' ? message : messageOf(message);
  if (more.length === 0) return { message: text, data: undefined, layers: NOTHING };
  const first = more[0];
  if (!isRecord(first)) return { message: text, data: { more }, layers: NOTHING };
  return withMore(text, isError(first) ? { error: first } : first, more.slice(1));
}

function errorLine(error: Error, more: readonly unknown[]): AppLine {
  const text = propertyOf(error, 'message', unreadable);
  return withMore(typeof text === 'string' ? text : '', { error }, more);
}

/** `logger.info({ message, … })`. */
function objectLine(given: object, more: readonly unknown[]): AppLine {
  const message = propertyOf(given, 'message', unreadable);
  const text = typeof message === 'string' ? message : messageOf(message);
  const layers: DataLayer[] = [{ values: given, except: NO_DATA }];
  if (more.length > 0) layers.push({ values: { more } });
  return { message: message === undefined ? '' : text, data: undefined, layers };
}

function withMore(message: string, data: object, more: readonly unknown[]): AppLine {
  return more.length === 0
    ? { message, data, layers: NOTHING }
    : { message, data: undefined, layers: [{ values: data }, { values: { more } }] };
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
