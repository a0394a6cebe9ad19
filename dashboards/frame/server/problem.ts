import { EmasError } from '@emas/errors';
import type { Response } from 'express';
import type { Problem } from '../../pages/traffic/contract.ts';

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

/** A failed question or action: the asker's fault, or something away. */
export function sendFailure(res: Response, error: unknown): void {
  const known = error instanceof EmasError ? FAULTS[error.code] : undefined;
  if (known !== undefined && error instanceof EmasError) {
    sendProblem(res, known.status, known.code, known.title, error.message);
    return;
  }
  // What the engine says may name tables and hosts: it is for the operator, not for the page.
  process.emitWarning(error instanceof Error ? error : String(error), {
    type: 'EmasWarning',
    code: 'WARN_EMAS_DASHBOARD_UNAVAILABLE',
  });
  sendProblem(res, 503, 'ERR_EMAS_DASHBOARD_UNAVAILABLE', 'Figures are not available');
}

interface Fault {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

const QUESTION: Fault = { status: 400, code: 'ERR_EMAS_DASHBOARD_QUERY', title: 'Wrong question' };
const ACTION: Fault = { status: 400, code: 'ERR_EMAS_DASHBOARD_ACTION', title: 'Not done' };

/** What the parts below throw, as the page knows it. */
const FAULTS: Readonly<Record<string, Fault>> = {
  ERR_EMAS_DASHBOARD_QUERY: QUESTION,
  ERR_EMAS_TRAFFIC_QUESTION: QUESTION,
  ERR_EMAS_CONSENT_QUERY: QUESTION,
  ERR_EMAS_LOG_QUERY: QUESTION,
  ERR_EMAS_LOGIN_REVIEW_QUERY: QUESTION,
  ERR_EMAS_DASHBOARD_ACTION: ACTION,
  ERR_EMAS_LOGIN_INCIDENT: ACTION,
  ERR_EMAS_LOGIN_BLOCK: ACTION,
  ERR_EMAS_LOG_FOLDER: {
    status: 404,
    code: 'ERR_EMAS_DASHBOARD_NO_LOG',
    title: 'There is no log to read',
  },
  ERR_EMAS_TRAFFIC_TOO_FEW: {
    status: 403,
    code: 'ERR_EMAS_DASHBOARD_TOO_FEW',
    title: 'Too few visitors',
  },
};
