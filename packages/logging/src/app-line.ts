import { types } from 'node:util';
import { messageOf } from './thrown.ts';

/** What the app logged, taken apart: a message, and what was given beside it. */
export interface AppLine {
  readonly message: string;
  /** To be written under `data`; `undefined` where there is nothing. */
  readonly data: object | undefined;
}

/**
 * `logger.info(message, ...more)`, as winston's users write it: an object beside the message is its data,
 * an error goes under `error`, anything else under `more`.
 */
export function appLine(message: unknown, more: readonly unknown[]): AppLine {
  const [first, ...others] = more;
  if (isError(message))
    return { message: textOf(message), data: { error: message, ...rest(more) } };
  if (typeof message === 'object' && message !== null) return objectLine(message, more);
  const text = asText(message);
  if (more.length === 0) return { message: text, data: undefined };
  if (isError(first)) return { message: text, data: { error: first, ...rest(others) } };
  if (isPlain(first)) {
    return { message: text, data: others.length === 0 ? first : { ...first, ...rest(others) } };
  }
  return { message: text, data: rest(more) };
}

/** `logger.info({ message, … })`. */
function objectLine(given: object, more: readonly unknown[]): AppLine {
  const { message, level: _level, ...data }: Partial<Record<string, unknown>> = { ...given };
  const all = { ...data, ...rest(more) };
  return {
    message: message === undefined ? '' : asText(message),
    data: Object.keys(all).length === 0 ? undefined : all,
  };
}

function asText(message: unknown): string {
  if (typeof message === 'string') return message;
  return messageOf(message);
}

function rest(more: readonly unknown[]): { more?: readonly unknown[] } {
  return more.length === 0 ? {} : { more };
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Errors of another realm, a worker's or a test's, are errors as well. */
function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

function textOf(error: Error): string {
  return typeof error.message === 'string' ? error.message : '';
}
