import type { ActionFailure, Failure } from './failure.ts';
import { actionFailureOf, failureOf, problemCode } from './failure.ts';

/** What came of asking: never a rejected promise, except for an aborted one. */
export type Answer<Report, Reason = Failure> =
  | { readonly report: Report; readonly failure: null }
  | { readonly report: null; readonly failure: Reason };

/** A guard that sends the signed-out to a login page must not have that page read as figures. */
const OPTIONS: RequestInit = { cache: 'no-store', redirect: 'manual' };

/** How a report is asked for. */
export interface Asking {
  readonly signal: AbortSignal;
  /** The page asks by itself, and nobody is there as far as it knows: that must not keep a session alive. */
  readonly isBackground: boolean;
}

/**
 * Asks the server for a report.
 *
 * @param path Relative to the page, `api/traffic?…`.
 * @throws DOMException `AbortError`, when the signal fired.
 */
export async function fetchReport<Report>(
  path: string,
  { signal, isBackground }: Asking,
): Promise<Answer<Report>> {
  const headers = {
    Accept: 'application/json',
    ...(isBackground ? { 'Emas-Background': '?1' } : {}),
  };
  return ask<Report, Failure>(path, { ...OPTIONS, signal, headers }, (status, body) =>
    failureOf(status, problemCode(body)),
  );
}

/**
 * Has the server do something. Never given up on the way: the person who pressed the button waits for the result.
 *
 * @param path Relative to the page, `api/security/block`.
 */
export async function sendAction<Result>(
  path: string,
  action: object,
): Promise<Answer<Result, ActionFailure>> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  return ask<Result, ActionFailure>(
    path,
    { ...OPTIONS, method: 'POST', headers, body: JSON.stringify(action) },
    actionFailureOf,
  );
}

async function ask<Report, Reason>(
  path: string,
  init: RequestInit,
  reasonOf: (status: number, body: unknown) => Reason | Failure,
): Promise<Answer<Report, Reason | Failure>> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    return { report: null, failure: { kind: 'offline' } };
  }
  if (response.type === 'opaqueredirect') return { report: null, failure: { kind: 'signed_out' } };
  let body: unknown;
  try {
    body = await response.json();
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    return { report: null, failure: failureOf(response.status, null) };
  }
  if (!response.ok) return { report: null, failure: reasonOf(response.status, body) };
  // The server of the same package and version made it: the contract is checked there.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { report: body as Report, failure: null };
}
