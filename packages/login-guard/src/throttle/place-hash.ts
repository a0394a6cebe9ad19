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
 * Under which hashes the places of a network may be known: the network, and each address in it. A line of the log
 * may have the network alone.
 *
 * @param account Its hash.
 * @param origin An address, or a network as the guard counts by it.
 * @returns 257 of IPv4, 65,537 of IPv6, and the origin's own.
 */
export function* placeHashes(
  key: string | Uint8Array,
  account: string,
  origin: string,
): Generator<string> {
  const derived = placeKey(key);
  const [address = ''] = origin.split('/', 1);
  const network = addressPrefix(address, NETWORK);
  for (const place of [origin, network]) yield placeHashOf(derived, account, place);
  const [first = ''] = network.split('/', 1);
  const isIPv6 = first.includes(':');
  const count = 2 ** (isIPv6 ? EXACT.ipv6 - NETWORK.ipv6 : EXACT.ipv4 - NETWORK.ipv4);
  const start = isIPv6 ? threeGroups(first) : first.slice(0, first.lastIndexOf('.'));
  for (let number = 0; number < count; number += 1) {
    yield placeHashOf(derived, account, isIPv6 ? subnet(start, number) : `${start}.${number}/32`);
  }
}

/** As addressPrefix() writes it, which takes ten times as long; of the first alone zeros are written otherwise. */
function subnet(start: string, number: number): string {
  if (number === 0) return addressPrefix(`${start}::`, EXACT);
  return `${start}:${number.toString(16)}::/64`;
}

/** The three groups of a /48: `2001:db8::` is `2001:db8:0`. */
function threeGroups(first: string): string {
  const groups = first.split(':').filter((group) => group !== '');
  return [...groups, '0', '0'].slice(0, 3).join(':');
}
