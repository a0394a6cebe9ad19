import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How many leading bits of an address name its network. */
export interface PrefixLengths {
  readonly ipv4: number;
  readonly ipv6: number;
}

/**
 * One notation per address: IPv4-mapped IPv6 (`::ffff:0:0/96`, RFC 4291 §2.5.5.2) becomes IPv4, zone
 * ids (RFC 4007 §11) go, IPv6 is written as RFC 5952 has it. Proxies add ports and brackets
 * (RFC 7239 §6): `203.0.113.9:51123`, `[2001:db8::1]:443`; they go too.
 *
 * @returns '' for anything that is not an address: a header may have said so.
 */
export function canonicalAddress(address: string | undefined): string {
  if (address === undefined) return '';
  if (isIPv4(address)) return address;
  const parsed = parse(withoutPort(address));
  if (parsed === undefined) return '';
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString();
}

/**
 * The network that a canonical address belongs to, `203.0.113.0/24` or `2001:db8:1:2::/64`.
 *
 * @returns '' where there is no address.
 */
export function addressPrefix(address: string, lengths: PrefixLengths): string {
  // Asked with each request, and most are one of these: no need to go by way of the bits.
  if (isIPv4(address)) {
    if (lengths.ipv4 === 24) return `${address.slice(0, address.lastIndexOf('.'))}.0/24`;
    if (lengths.ipv4 === 32) return `${address}/32`;
  }
  const parsed = parse(address);
  if (parsed === undefined) return '';
  const bits = parsed.kind() === 'ipv4' ? lengths.ipv4 : lengths.ipv6;
  const bytes = parsed.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return `${canonicalAddress(ipaddr.fromByteArray(bytes).toString())}/${bits}`;
}

/** A /48 of IPv6 is a site, or some hundred households: providers give each a /56 or /64 (RIPE-690 §4.2). */
const COARSE: PrefixLengths = { ipv4: 24, ipv6: 48 };

/** The network that stands for a visitor where the address may not: too many people are in it to name one. */
export function coarseNetwork(addressOrNetwork: string): string {
  const [address = '', bits] = addressOrNetwork.split('/', 2);
  const coarse = addressPrefix(address, COARSE);
  // One that is larger already says less.
  const isLarger = bits !== undefined && Number(bits) < Number(coarse.split('/')[1]);
  return isLarger ? addressOrNetwork : coarse;
}

/** IPv6 has a port only outside of brackets: `2001:db8::1:443` is an address. */
function withoutPort(node: string): string {
  const [, bracketed, dotted] =
    /^(?:\[([^\]]{2,64})\]|(\d[\d.]{6,14}))(?::\d{1,5})?$/.exec(node) ?? [];
  return bracketed ?? dotted ?? node;
}

/** Of this machine, or of a network that is not the public one: no visitor comes from there by himself. */
export function isPrivateAddress(address: string): boolean {
  const range = parse(address)?.range() ?? '';
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'].includes(range);
}

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // The longest notation of an address has 45 characters; a zone id is dropped before it is looked at.
  const [bare = ''] = address.slice(0, 64).split('%', 1);
  if (!ipaddr.isValid(bare) || (!bare.includes(':') && !isIPv4(bare))) return undefined;
  return ipaddr.process(bare);
}
