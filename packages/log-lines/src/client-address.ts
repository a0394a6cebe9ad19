import { canonicalAddress, isPrivateAddress } from '@emas/addresses';

/** A list in a header has a handful; the rest is made up. */
const MOST_ADDRESSES = 20;

/**
 * The client's address of a field that may hold a list, as `X-Forwarded-For` does: `198.51.100.1, 10.0.0.1`.
 *
 * Each proxy adds the address it was called from at the end, so the client is the first; addresses of private
 * networks before it are those behind the client's own proxy, and are passed over. The first entries come from
 * the client and may be invented. That is good enough for counting, where an invented address harms nobody
 * else, and wrong for deciding who may enter.
 *
 * @returns Canonical; the first address where all are private; '' where there is none.
 */
function clientAddress(text: string): string {
  if (!text.includes(',')) return canonicalAddress(text);
  const addresses = text
    .split(',', MOST_ADDRESSES)
    .map((part) => canonicalAddress(part.trim()))
    .filter((address) => address !== '');
  return addresses.find((address) => !isPrivateAddress(address)) ?? addresses[0] ?? '';
}

/**
 * The client's address: of the connection, or the forwarded one where a proxy of a private network made the
 * connection. Canonical; '' where there is none.
 */
export function addressOf(connection: string, forwarded: string): string {
  const own = clientAddress(connection);
  if (forwarded === '' || (own !== '' && !isPrivateAddress(own))) return own;
  return clientAddress(forwarded) || own;
}
