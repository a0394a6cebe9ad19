import type { Failure } from './failure.ts';
import { failureOf, problemCode } from './failure.ts';

/** What came of asking: never a rejected promise, except for an aborted one. */
export type Answer<Report> =
  | { readonly report: Report; readonly failure: null }
  | { readonly report: null; readonly failure: Failure };

/**
 * Asks the server for a report.
 *
 * @param path Relative to the page, `api/traffic?…`.
 * @throws DOMException `AbortError`, when the signal fired.
 */
export async function fetchReport<Report>(
  path: string,
  signal: AbortSignal,
): Promise<Answer<Report>> {
  let response: Response;
  try {
    response = await fetch(path, {
      signal,
      cache: 'no-store',
      headers: { Accept: 'application/json' },
      // A guard that sends the signed-out to a login page must not have that page read as figures.
      redirect: 'manual',
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    return { report: null, failure: { kind: 'offline' } };
  }
  if (response.type === 'opaqueredirect') return { report: null, failure: { kind: 'signed_out' } };
  return readAnswer<Report>(response, signal);
}

async function readAnswer<Report>(
  response: Response,
  signal: AbortSignal,
): Promise<Answer<Report>> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (cause) {
    if (signal.aborted) throw cause;
    return { report: null, failure: failureOf(response.status, null) };
  }
  if (!response.ok) {
    return { report: null, failure: failureOf(response.status, problemCode(body)) };
  }
  // The server of the same package and version made it: the contract is checked there.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { report: body as Report, failure: null };
}
