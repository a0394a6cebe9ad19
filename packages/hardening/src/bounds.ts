import { requestFacts } from '@emas/request-context/internal';
import type { Request, Response } from 'express';
import type { ResolvedOptions } from './options.ts';
import { sendProblem } from './problem.ts';

/** The options that bound a request. */
type Bound = 'maxUrlLength' | 'maxParameters' | 'maxBodyBytes';

/** @returns Whether the request is longer than allowed; then it is answered already. Where bounds only report, never. */
export function isOutOfBounds(req: Request, res: Response, options: ResolvedOptions): boolean {
  const { maxUrlLength, maxParameters, maxBodyBytes, mode } = options;
  const isReporting = mode === 'report';
  if (req.url.length > maxUrlLength) {
    if (isReporting) return report(req, 'maxUrlLength', options);
    const length = `The address has ${counted(req.url.length)} characters`;
    sendProblem(res, 414, 'ERR_EMAS_URL_TOO_LONG', allowing(length, 'maxUrlLength', options));
    return true;
  }
  if (hasMoreParameters(req.url, maxParameters)) {
    if (isReporting) return report(req, 'maxParameters', options);
    const detail = allowing('The query has more parameters', 'maxParameters', options);
    sendProblem(res, 400, 'ERR_EMAS_TOO_MANY_PARAMETERS', detail);
    return true;
  }
  const { 'content-length': length, 'transfer-encoding': encoding } = req.headers;
  if (length !== undefined && Number(length) > maxBodyBytes) {
    if (isReporting) return report(req, 'maxBodyBytes', options);
    refuseBody(req, res, options);
    return true;
  }
  if (encoding !== undefined) boundUnannounced(req, res, options);
  return false;
}

const LONGEST_PATH = 200;

function report(req: Request, bound: Bound, options: ResolvedOptions): false {
  const { path, source_ip } = requestFacts(req);
  options.events.emit('request_out_of_bounds', {
    bound,
    most: options[bound],
    path: path.slice(0, LONGEST_PATH),
    source_network: source_ip,
  });
  return false;
}

function hasMoreParameters(url: string, most: number): boolean {
  let at = url.indexOf('?');
  for (let count = 0; at !== -1; count += 1) {
    if (count === most) return url.length > at + 1;
    at = url.indexOf('&', at + 1);
  }
  return false;
}

/** A body that does not say how long it is, is counted as it comes, whoever reads it. */
function boundUnannounced(req: Request, res: Response, options: ResolvedOptions): void {
  let bytes = 0;
  const push = req.push.bind(req);
  req.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk instanceof Uint8Array) bytes += chunk.length;
    if (bytes <= options.maxBodyBytes) return push(chunk, encoding);
    if (options.mode === 'report') {
      req.push = push;
      report(req, 'maxBodyBytes', options);
      return push(chunk, encoding);
    }
    req.push = () => false;
    refuseBody(req, res, options);
    return false;
  };
}

/** What is on its way has no end that is worth waiting for: the connection goes with the answer. */
function refuseBody(req: Request, res: Response, options: ResolvedOptions): void {
  if (res.headersSent) {
    req.destroy();
    return;
  }
  res.setHeader('Connection', 'close');
  res.once('finish', () => req.destroy());
  const detail = allowing('The body is longer', 'maxBodyBytes', options);
  sendProblem(res, 413, 'ERR_EMAS_BODY_TOO_LONG', detail);
}

/** What a developer sees: which option allows how much. */
function allowing(found: string, bound: Bound, options: ResolvedOptions): string {
  return `${found}; hardening({ ${bound} }) allows ${counted(options[bound])}.`;
}

function counted(number: number): string {
  return number.toLocaleString('en');
}
