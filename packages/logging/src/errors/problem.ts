import { STATUS_CODES } from 'node:http';
import type { Request } from 'express';
import { messageOf } from '../thrown.ts';

/** What a client is told of an error: a problem document of RFC 9457. */
export interface Problem {
  readonly type: 'about:blank';
  /** The status's own words. */
  readonly title: string;
  readonly status: number;
  /** For support: names the line in the log. */
  readonly request: string | undefined;
  /** What the error says: of a client's own mistake, or where details are on. */
  readonly detail: string | undefined;
  /** Where details are on. */
  readonly stack: string | undefined;
}

/** @param details Whether the client may see the app's insides. */
export function problemOf(error: unknown, req: Request, details: boolean): Problem {
  const status = statusOf(error);
  const isExposed = details || read(error, 'expose') === true;
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    request: req.emas?.id,
    detail: isExposed ? textAt(error, 'message') : undefined,
    stack: details ? textAt(error, 'stack') : undefined,
  };
}

/** As Express reads it: `status` or `statusCode` of the error, where it is one of an error. */
function statusOf(error: unknown): number {
  const given = [read(error, 'status'), read(error, 'statusCode')];
  const status = given.find(
    (one) => Number.isInteger(one) && Number(one) >= 400 && Number(one) < 600,
  );
  return status === undefined ? 500 : Number(status);
}

/** Headers that the error wants on its answer, `Retry-After` for one, as Express takes them from it. */
export function headersOf(error: unknown): Readonly<Record<string, string>> {
  const headers = read(error, 'headers');
  if (typeof headers !== 'object' || headers === null) return {};
  const plain = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    /^[\w-]+$/.test(name) && typeof value === 'string' && /^[ -~]*$/.test(value)
      ? [[name, value]]
      : [],
  );
  return Object.fromEntries(plain);
}

function textAt(error: unknown, key: string): string | undefined {
  const text = read(error, key);
  if (typeof text === 'string') return text;
  return key === 'message' && typeof error !== 'object' ? messageOf(error) : undefined;
}

function read(error: unknown, key: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  try {
    return Reflect.get(error, key);
  } catch {
    // A getter of somebody else's: the visitor gets an answer all the same.
    return undefined;
  }
}
