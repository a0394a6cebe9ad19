import { addressPrefix, canonicalAddress } from './address.ts';

/** A network, taken apart. */
export interface Network {
  readonly prefix: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly bits: number;
}

/** @returns `undefined` for what is none; host bits are cleared, one address is a network of one. */
export function parseNetwork(text: string): Network | undefined {
  const [, address = '', length] = /^\s*([^/\s]+)(?:\/(\d{1,3}))?\s*$/.exec(text) ?? [];
  const canonical = canonicalAddress(address);
  if (canonical === '') return undefined;
  const family = canonical.includes(':') ? 'ipv6' : 'ipv4';
  const most = family === 'ipv6' ? 128 : 32;
  // `::ffff:198.51.100.0/120` is an IPv4 network in the clothes of IPv6.
  const clothes = family === 'ipv4' && address.includes(':') ? 96 : 0;
  const bits = length === undefined ? most : Number(length) - clothes;
  if (bits < 0 || bits > most) return undefined;
  return { prefix: addressPrefix(canonical, { ipv4: bits, ipv6: bits }), family, bits };
}

/** Finds what covers an address: one look for each length that is in use, however many networks there are. */
export class NetworkTable<Value> {
  readonly #byLength = new Map<string, { bits: number; networks: Map<string, Value> }>();

  constructor(entries: Iterable<readonly [prefix: string, value: Value]>) {
    for (const [prefix, value] of entries) {
      const network = parseNetwork(prefix);
      if (network === undefined) continue;
      const { family, bits } = network;
      const key = `${family}/${bits}`;
      const known = this.#byLength.get(key) ?? { bits, networks: new Map<string, Value>() };
      known.networks.set(network.prefix, value);
      this.#byLength.set(key, known);
    }
  }

  /** All that cover the address, in the order of their lengths' first entries. */
  find(address: string): Value[] {
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    const found: Value[] = [];
    for (const [key, { bits, networks }] of this.#byLength) {
      if (!key.startsWith(family)) continue;
      const value = networks.get(addressPrefix(address, { ipv4: bits, ipv6: bits }));
      if (value !== undefined) found.push(value);
    }
    return found;
  }
}
