import { canonicalAddress } from '@emas/addresses';
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

/** Whether an address, so many hops before the app, is a proxy that the app believes. */
export type Trust = (address: string, hop: number) => boolean;

/** As the app's `trust proxy` has it. */
export function trustOf(req: Request): Trust {
  const trusts: unknown = req.app.get('trust proxy fn');
  return (address, hop) => typeof trusts === 'function' && trusts(address, hop) === true;
}

/** Whether the peer at the other end of the socket is a proxy whose headers the app believes. */
export function comesFromTrustedProxy(req: Request): boolean {
  return trustOf(req)(canonicalAddress(req.socket.remoteAddress), 0);
}
