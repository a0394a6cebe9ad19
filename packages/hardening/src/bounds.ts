import { tellWouldBlock } from '@emas/events/internal';
import { requestFacts } from '@emas/request-context/internal';
import type { Request, Response } from 'express';
import { mostBodyBytes } from './body-bounds.ts';
import type { ResolvedOptions } from './options.ts';
import { sendProblem } from './problem.ts';

/** The options that bound a request. */
type Bound = 'maxUrlLength' | 'maxParameters' | 'maxBodyBytes';

/** @returns Whether the request is longer than allowed; then it is answered already. Where bounds only report, never. */
export function isOutOfBounds(req: Request, res: Response, options: ResolvedOptions): boolean {
  const { maxUrlLength, maxParameters } = options;
  if (req.url.length > maxUrlLength) {
    const found = `The URL has ${counted(req.url.length)} characters`;
    return refuse(req, res, { bound: 'maxUrlLength', most: maxUrlLength, found }, options);
  }
  if (hasMoreParameters(req.url, maxParameters)) {
    const found = 'The query has more parameters';
    return refuse(req, res, { bound: 'maxParameters', most: maxParameters, found }, options);
  }
  return isBodyOutOfBounds(req, res, options);
}

function isBodyOutOfBounds(req: Request, res: Response, options: ResolvedOptions): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = req.headers;
  if (length === undefined && encoding === undefined) return false;
  const most = mostBodyBytes(options.maxBodyBytes, req.path);
  const excess: Excess = { bound: 'maxBodyBytes', most, found: 'The body is longer' };
  if (length !== undefined && Number(length) > most) return refuse(req, res, excess, options);
  if (encoding !== undefined) boundUnannounced(req, res, excess, options);
  return false;
}

/** What is more than an option allows. */
interface Excess {
  readonly bound: Bound;
  readonly most: number;
  /** What was found, for the developer. */
  readonly found: string;
}

const ANSWER_OF = {
  maxUrlLength: [414, 'ERR_EMAS_URL_TOO_LONG'],
  maxParameters: [400, 'ERR_EMAS_TOO_MANY_PARAMETERS'],
  maxBodyBytes: [413, 'ERR_EMAS_BODY_TOO_LONG'],
} as const satisfies Record<Bound, readonly [status: number, code: string]>;

/** @returns Whether it is refused, and answered. */
function refuse(req: Request, res: Response, excess: Excess, options: ResolvedOptions): boolean {
  const { bound, most, found } = excess;
  if (options.mode === 'report') {
    report(req, excess, options);
    return false;
  }
  const [status, code] = ANSWER_OF[bound];
  if (bound === 'maxBodyBytes' && !isLastAnswer(req, res)) return true;
  const detail = `${found}; hardening({ ${bound} }) allows ${counted(most)}.`;
  sendProblem(req, res, status, code, detail);
  return true;
}

/** What is on its way has no end that is worth waiting for: the connection goes with the answer, or at once. */
function isLastAnswer(req: Request, res: Response): boolean {
  if (res.headersSent) {
    req.destroy();
    return false;
  }
  res.setHeader('Connection', 'close');
  res.once('finish', () => req.destroy());
  return true;
}

function report(req: Request, { bound, most }: Excess, { events }: ResolvedOptions): void {
  const { path, source_ip } = requestFacts(req);
  tellWouldBlock(events, {
    setting: `hardening.${bound}`,
    allows: counted(most),
    path,
    source_network: source_ip,
  });
}

function hasMoreParameters(url: string, most: number): boolean {
  let at = url.indexOf('?');
  for (let count = 0; at !== -1; count += 1) {
    if (count === most) return url.length > at + 1;
    at = url.indexOf('&', at + 1);
  }
  return false;
}

/** A body that does not say how long it is, is counted as it comes, for any reader. */
function boundUnannounced(
  req: Request,
  res: Response,
  excess: Excess,
  options: ResolvedOptions,
): void {
  let bytes = 0;
  const push = req.push.bind(req);
  req.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk instanceof Uint8Array) bytes += chunk.length;
    if (bytes <= excess.most) return push(chunk, encoding);
    const isRefused = refuse(req, res, excess, options);
    req.push = isRefused ? () => false : push;
    return isRefused ? false : push(chunk, encoding);
  };
}

function counted(number: number): string {
  return number.toLocaleString('en');
}
