import { STATUS_CODES } from 'node:http';
import type { Request } from 'express';
import { messageOf, propertyOf } from '../thrown.ts';

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
  const isExposed = details || propertyOf(error, 'expose') === true;
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
  const given = [propertyOf(error, 'status'), propertyOf(error, 'statusCode')];
  const status = given.find(
    (one) => Number.isInteger(one) && Number(one) >= 400 && Number(one) < 600,
  );
  return status === undefined ? 500 : Number(status);
}

/** Headers that the error wants on its answer, `Retry-After` for one, as Express takes them from it. */
export function headersOf(error: unknown): Readonly<Record<string, string>> {
  const headers = propertyOf(error, 'headers');
  if (typeof headers !== 'object' || headers === null) return {};
  const names = namesOf(headers).filter((name) => /^[\w-]+$/.test(name));
  const plain = names.flatMap((name): [string, string][] => {
    const value = propertyOf(headers, name);
    return typeof value === 'string' && /^[ -~]*$/.test(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(plain);
}

function textAt(error: unknown, key: string): string | undefined {
  const text = propertyOf(error, key);
  if (typeof text === 'string') return text;
  return key === 'message' && typeof error !== 'object' ? messageOf(error) : undefined;
}

function namesOf(headers: object): string[] {
  try {
    return Object.keys(headers);
  } catch {
    // A proxy of somebody else's: the visitor gets an answer all the same.
    return [];
  }
}
