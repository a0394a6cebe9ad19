/** Why figures could not be fetched, in the terms in which the page answers. */
export type Failure =
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'not_kept' }
  | { readonly kind: 'query' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'unknown'; readonly code: string };

/** Why something was not done. */
export type ActionFailure =
  | Failure
  | { readonly kind: 'cross_site' }
  /** `detail` is the server's own sentence, in English. */
  | { readonly kind: 'refused'; readonly detail: string };

/** Sorts an answer that is not a report. `code` is that of its problem document, where it has one. */
export function failureOf(status: number, code: string | null): Failure {
  if (code === 'ERR_EMAS_DASHBOARD_NOT_KEPT') return { kind: 'not_kept' };
  if (status === 401 || status === 403 || code === 'ERR_EMAS_DASHBOARD_FORBIDDEN') {
    return { kind: 'signed_out' };
  }
  if (code === 'ERR_EMAS_DASHBOARD_QUERY') return { kind: 'query' };
  if (code === 'ERR_EMAS_DASHBOARD_UNAVAILABLE') return { kind: 'unavailable' };
  return { kind: 'unknown', code: code ?? `HTTP ${status}` };
}

/** Sorts the answer to an action that was not carried out. */
export function actionFailureOf(status: number, problem: unknown): ActionFailure {
  const code = problemCode(problem);
  // Comes with 403 too: it says where the request came from, not who sent it.
  if (code === 'ERR_EMAS_DASHBOARD_CROSS_SITE') return { kind: 'cross_site' };
  if (code === 'ERR_EMAS_DASHBOARD_ACTION') {
    return { kind: 'refused', detail: problemField(problem, 'detail') ?? '' };
  }
  return failureOf(status, code);
}

/** The stable code in a problem document; null where the body is something else. */
export function problemCode(body: unknown): string | null {
  return problemField(body, 'code');
}

function problemField(body: unknown, field: 'code' | 'detail'): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const value: unknown = Reflect.get(body, field);
  return typeof value === 'string' ? value : null;
}
