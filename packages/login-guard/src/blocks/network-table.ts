import { addressPrefix } from '@emas/request-context';
import { parseNetwork } from './block.ts';

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
