import { canonicalAddress, isPrivateAddress } from '@emas/addresses';
import { warnOnce } from '@emas/warnings';
import type { Request } from 'express';
import { trustOf } from './trust-proxy.ts';

/**
 * The address of who asks, canonical: as far back in X-Forwarded-For as `trust proxy` goes. Not `req.ip`,
 * which compares what proxies wrote as they wrote it, ports and brackets included.
 *
 * @returns '' where it cannot be read; never a value that several visitors share.
 */
export function clientAddress(req: Request): string {
  const forwarded = req.headers['x-forwarded-for'];
  const peer = canonicalAddress(req.socket.remoteAddress);
  if (forwarded === undefined) {
    if (peer === '' && !req.socket.destroyed) warnOfNothing();
    return peer;
  }
  const trusts = trustOf(req);
  if (!trusts(peer, 0)) {
    if (peer === '') warnOfNothing();
    else if (isPrivateAddress(peer)) warnOfProxy(peer);
    return peer;
  }
  const entries = String(forwarded)
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .toReversed();
  let address = peer;
  for (const [hop, entry] of entries.entries()) {
    if (!trusts(address, hop)) break;
    address = canonicalAddress(entry);
    if (address === '') {
      warnOfUnreadable(entry);
      return '';
    }
  }
  return address;
}

/** The same for what also has to tell of requests that no `requestContext()` has looked at. */
export function addressOf(req: Request): string {
  return req.emas?.address ?? clientAddress(req);
}

const WITHOUT =
  'has no address: limits by network do not count it, and its session is not bound to a network.';

function warnOfNothing(): void {
  warnOnce(
    'WARN_EMAS_ADDRESS_MISSING',
    `A request over a Unix socket, without an X-Forwarded-For that \`trust proxy\` trusts, ${WITHOUT} Configure the proxy to send X-Forwarded-For, and set \`trust proxy\` to 1: a Unix socket has no subnet.`,
  );
}

function warnOfUnreadable(entry: string): void {
  warnOnce(
    'WARN_EMAS_ADDRESS_UNREADABLE',
    `A request whose X-Forwarded-For says ${JSON.stringify(entry.slice(0, 100))} ${WITHOUT} Configure the proxy to send the client's address there, and set \`trust proxy\` to the number of proxies.`,
  );
}

function warnOfProxy(peer: string): void {
  warnOnce(
    'WARN_EMAS_PROXY_NOT_TRUSTED',
    `A request came with X-Forwarded-For from ${peer}, which \`trust proxy\` does not trust: all its visitors count as that one address. If it is a proxy, call app.set('trust proxy', 1); if there is no proxy, make sure that nothing sends the header.`,
  );
}
