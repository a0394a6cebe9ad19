import { createHmac, hkdfSync } from 'node:crypto';
import { addressPrefix } from '@emas/addresses';

const PLACE_KEY_BYTES = 16;

/** What hashes of known places are made with. */
export function placeKey(key: string | Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'emas login place', 32));
}

/** @param account Its hash. @param place The address with its bits, or the network. */
export function placeHashOf(derived: Buffer, account: string, place: string): string {
  return createHmac('sha256', derived)
    .update(`${account}\0${place}`)
    .digest()
    .subarray(0, PLACE_KEY_BYTES)
    .toString('base64url');
}

/** The address, and in IPv6 its /64, which is as narrow as one customer goes (RFC 6177). */
export const EXACT: { readonly ipv4: 32; readonly ipv6: 64 } = { ipv4: 32, ipv6: 64 };
const NETWORK = { ipv4: 24, ipv6: 48 } as const;

/**
 * Under which hashes a place may be known.
 *
 * @param account Its hash.
 * @param origin An address, or a network as the guard counts by it.
 */
export function placeHash(key: string | Uint8Array, account: string, origin: string): string[] {
  const derived = placeKey(key);
  const [address = ''] = origin.split('/', 1);
  const places = new Set([addressPrefix(address, EXACT), addressPrefix(address, NETWORK), origin]);
  return [...places].map((place) => placeHashOf(derived, account, place));
}
