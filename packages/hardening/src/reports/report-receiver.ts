import type { EventBus } from '@emas/events';
import type { Request, Response } from 'express';
import { sendProblem } from '../problem.ts';
import { readReports } from './browser-report.ts';
import type { BrowserReport } from './browser-report.ts';

const MOST_BYTES = 65_536;
/** Bodies a second, from everybody: beyond them nobody looks. */
const MOST_A_SECOND = 50;
const TYPES = /^application\/(?:csp-report|reports\+json|json)\b/i;

/**
 * Takes what browsers report. Anybody may send anything there: bodies are bounded in size and number.
 *
 * @returns True where the request was one of these, and is answered.
 */
export function reportReceiver(
  path: string,
  bus: EventBus,
): (req: Request, res: Response) => boolean {
  const rate = { second: 0, count: 0 };
  return (req, res) => {
    if (req.method !== 'POST' || req.path !== path) return false;
    const second = Math.floor(Date.now() / 1000);
    if (rate.second !== second) Object.assign(rate, { second, count: 0 });
    rate.count += 1;
    if (!TYPES.test(req.get('Content-Type') ?? '')) {
      sendProblem(req, res, 415, 'ERR_EMAS_REPORT_TYPE');
    } else if (rate.count > MOST_A_SECOND) {
      req.resume();
      res.status(204).end();
    } else readBody(req, res, (body) => readReports(body).forEach((report) => tell(bus, report)));
    return true;
  };
}

function readBody(req: Request, res: Response, use: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  });
  req.on('end', () => {
    if (bytes > MOST_BYTES) sendProblem(req, res, 413, 'ERR_EMAS_BODY_TOO_LONG');
    else {
      use(Buffer.concat(chunks).toString('utf8'));
      res.status(204).end();
    }
  });
}

function tell(bus: EventBus, report: BrowserReport): void {
  const { type, page, what, blocked, source, disposition } = report;
  if (type === 'csp-violation') {
    bus.emit('csp_violation', { directive: what, blocked, page, source, disposition });
  } else bus.emit('browser_report', { type, what, page, source });
}
