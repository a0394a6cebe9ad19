import { isIP } from 'node:net';
import type { LogRecord } from '../record.ts';

/** An error as it was written down. */
export interface ErrorParts {
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly code: string | undefined;
  /** With the stacks of what caused it. */
  readonly stack: string | undefined;
  /** What else the error had. */
  readonly rest: Readonly<Record<string, unknown>>;
}

const MOST_CAUSES = 8;

/** Anything can be thrown, a text as well. */
export function errorParts(value: unknown): ErrorParts {
  if (!isObject(value)) {
    const message = value === undefined || value === null ? undefined : plainText(value);
    return { type: undefined, message, code: undefined, stack: undefined, rest: {} };
  }
  const { name, message, code, stack: _stack, cause: _cause, ...rest } = value;
  return {
    type: optionalText(name),
    message: optionalText(message),
    code: optionalText(code),
    stack: stacksOf(value),
    rest,
  };
}

/**
 * What a line tells, as names and single values: the event or category first. An error is its type, code
 * and message; its stack has many lines, and is longer than many receivers allow.
 */
export function namedValues(
  record: LogRecord,
): readonly (readonly [name: string, value: unknown])[] {
  const { event, category, request } = record;
  const { error, ...fields } = record.fields;
  // Fields of the app that are named like ours must not pass for ours.
  const prefix = event === undefined ? 'data_' : '';
  const { type, code, message } = error === undefined ? NO_ERROR : errorParts(error);
  return [
    ['event', event],
    ['category', category],
    ['request', request],
    ...Object.entries(fields).map(([name, value]) => [prefix + name, value] as const),
    ['error_type', type],
    ['error_code', code],
    ['error_message', message],
  ];
}

const NO_ERROR = { type: undefined, code: undefined, message: undefined };

/** Whether a value is an address that an index takes: those with a zone, `fe80::1%eth0`, it does not. */
export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && isIP(value) !== 0 && !value.includes('%');
}

/** A value as one text: what is not one is written as JSON. */
export function plainText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** ISO 8601 in UTC, to the millisecond; `undefined` for a time that has no such form. */
export function isoTime(time: number): string | undefined {
  const date = new Date(time);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? date.toISOString() : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stacksOf(error: Record<string, unknown>): string | undefined {
  const stacks: string[] = [];
  let at: unknown = error;
  while (at !== undefined && at !== null && stacks.length < MOST_CAUSES) {
    const stack = isObject(at)
      ? (optionalText(at['stack']) ?? optionalText(at['message']))
      : plainText(at);
    if (stack !== undefined) stacks.push(stack);
    at = isObject(at) ? at['cause'] : undefined;
  }
  const hasStack = typeof error['stack'] === 'string' || stacks.length > 1;
  return hasStack ? stacks.join('\nCaused by: ') : undefined;
}

function optionalText(value: unknown): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : plainText(value);
}
