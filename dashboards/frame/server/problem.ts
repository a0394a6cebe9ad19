import { EmasError } from '@emas/errors';
import type { Response } from 'express';
import type { Problem } from '../contract.ts';

/** Sends an error as RFC 9457 has it; the code is what the page goes by. */
export function sendProblem(
  res: Response,
  status: number,
  code: string,
  title: string,
  detail = '',
): void {
  const problem: Problem = { type: 'about:blank', title, status, detail, code };
  res.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** What an error is to the page. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

/** The asker's fault: what was asked for does not exist. */
export const WRONG_QUESTION: Fault = {
  status: 400,
  code: 'ERR_EMAS_DASHBOARD_QUERY',
  title: 'Wrong question',
};
/** The asker's fault: what was to be done cannot be done. */
export const NOT_DONE: Fault = {
  status: 400,
  code: 'ERR_EMAS_DASHBOARD_ACTION',
  title: 'Not done',
};

const FAULTS: Readonly<Record<string, Fault>> = {
  ERR_EMAS_DASHBOARD_QUERY: WRONG_QUESTION,
  ERR_EMAS_DASHBOARD_ACTION: NOT_DONE,
};

/**
 * Answers a failed question or action: the asker's fault, or something away.
 *
 * @param ofPage What the parts below the page throw, by code.
 */
export function sendFailure(
  res: Response,
  error: unknown,
  ofPage: Readonly<Record<string, Fault>>,
): void {
  const fault = error instanceof EmasError ? { ...FAULTS, ...ofPage }[error.code] : undefined;
  if (fault !== undefined && error instanceof EmasError) {
    sendProblem(res, fault.status, fault.code, fault.title, error.message);
    return;
  }
  // What the engine says may name tables and hosts: it is for the operator, not for the page.
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  process.emitWarning(message, {
    type: 'EmasWarning',
    code: 'WARN_EMAS_DASHBOARD_UNAVAILABLE',
    detail: stack,
  });
  sendProblem(res, 503, 'ERR_EMAS_DASHBOARD_UNAVAILABLE', 'Figures are not available');
}
