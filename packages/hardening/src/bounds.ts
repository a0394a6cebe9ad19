import type { Request, Response } from 'express';
import type { ResolvedOptions } from './options.ts';
import { sendProblem } from './problem.ts';

/** @returns Whether the request is longer than allowed; then it is answered already. */
export function isOutOfBounds(req: Request, res: Response, options: ResolvedOptions): boolean {
  const { maxUrlLength, maxParameters, maxBodyBytes } = options;
  if (req.url.length > maxUrlLength) {
    const length = `The address has ${counted(req.url.length)} characters`;
    sendProblem(res, 414, 'ERR_EMAS_URL_TOO_LONG', allowing(length, 'maxUrlLength', maxUrlLength));
    return true;
  }
  if (hasMoreParameters(req.url, maxParameters)) {
    const detail = allowing('The query has more parameters', 'maxParameters', maxParameters);
    sendProblem(res, 400, 'ERR_EMAS_TOO_MANY_PARAMETERS', detail);
    return true;
  }
  const { 'content-length': length, 'transfer-encoding': encoding } = req.headers;
  if (length !== undefined && Number(length) > maxBodyBytes) {
    refuseBody(req, res, maxBodyBytes);
    return true;
  }
  if (encoding !== undefined) boundUnannounced(req, res, maxBodyBytes);
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
function boundUnannounced(req: Request, res: Response, most: number): void {
  let bytes = 0;
  const push = req.push.bind(req);
  req.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk instanceof Uint8Array) bytes += chunk.length;
    if (bytes <= most) return push(chunk, encoding);
    req.push = () => false;
    refuseBody(req, res, most);
    return false;
  };
}

/** What is on its way has no end that is worth waiting for: the connection goes with the answer. */
function refuseBody(req: Request, res: Response, most: number): void {
  if (res.headersSent) {
    req.destroy();
    return;
  }
  res.setHeader('Connection', 'close');
  res.once('finish', () => req.destroy());
  const detail = allowing('The body is longer', 'maxBodyBytes', most);
  sendProblem(res, 413, 'ERR_EMAS_BODY_TOO_LONG', detail);
}

/** What a developer sees: which option allows how much. */
function allowing(found: string, option: keyof ResolvedOptions, most: number): string {
  return `${found}; hardening({ ${option} }) allows ${counted(most)}.`;
}

function counted(number: number): string {
  return number.toLocaleString('en');
}
