import { EmasError } from '@emas/errors';
import type { Response } from 'express';
import type { Problem } from './traffic-report.ts';

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

/** A failed question: the asker's fault, or ClickHouse away. */
export function sendFailure(res: Response, error: unknown): void {
  if (error instanceof EmasError && QUESTION_FAULTS.has(error.code)) {
    sendProblem(res, 400, 'ERR_EMAS_DASHBOARD_QUERY', 'Wrong question', error.message);
    return;
  }
  if (error instanceof EmasError && error.code === 'ERR_EMAS_TRAFFIC_TOO_FEW') {
    sendProblem(res, 403, 'ERR_EMAS_DASHBOARD_TOO_FEW', 'Too few visitors', error.message);
    return;
  }
  // What the engine says may name tables and hosts: it is for the operator, not for the page.
  process.emitWarning(error instanceof Error ? error : String(error), {
    type: 'EmasWarning',
    code: 'WARN_EMAS_DASHBOARD_UNAVAILABLE',
  });
  sendProblem(res, 503, 'ERR_EMAS_DASHBOARD_UNAVAILABLE', 'Figures are not available');
}

const QUESTION_FAULTS = new Set(['ERR_EMAS_DASHBOARD_QUERY', 'ERR_EMAS_TRAFFIC_QUESTION']);
