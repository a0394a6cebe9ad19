import { EmasError } from '@emas/errors';
import type { Application, Request } from 'express';

/**
 * `trust proxy: true` takes the left-most X-Forwarded-For entry, which every visitor can write.
 *
 * @throws EmasError `ERR_EMAS_TRUST_PROXY_TRUE`.
 */
export function refuseTrustingEveryProxy(app: Application): void {
  if (app.get('trust proxy') !== true) return;
  throw new EmasError(
    'ERR_EMAS_TRUST_PROXY_TRUE',
    '`trust proxy` is true, so any visitor can choose the address that the app sees.',
    {
      help: "Name the proxies instead: app.set('trust proxy', 1) for one hop, or their subnets, app.set('trust proxy', ['10.0.0.0/8']).",
    },
  );
}

/** Whether the peer at the other end of the socket is a proxy whose headers the app believes. */
export function comesFromTrustedProxy(req: Request): boolean {
  const peer = req.socket.remoteAddress;
  const trusts: unknown = req.app.get('trust proxy fn');
  return peer !== undefined && typeof trusts === 'function' && trusts(peer, 0) === true;
}
