/** Leading bits of an address that take part in a visitor's key. */
export interface KeyPrefixLengths {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Marks an IPv4 address among IPv6 networks, as `::ffff:0:0/96` does (RFC 4291 §2.5.5.2). */
const IPV4 = 0xff_ff;

/**
 * Writes the network of a canonical address as two words: IPv4 whole unless told otherwise, of IPv6 the
 * first 64 bits at most.
 */
export function writeNetwork(address: string, prefix: KeyPrefixLengths, words: Int32Array): void {
  if (address.includes(':')) {
    const high = groups(address, 0);
    const low = groups(address, 2);
    words[0] = high & mask(prefix.ipv6);
    words[1] = low & mask(prefix.ipv6 - 32);
    return;
  }
  words[0] = dotted(address) & mask(prefix.ipv4);
  words[1] = IPV4;
}

function mask(bits: number): number {
  if (bits >= 32) return -1;
  return bits <= 0 ? 0 : -1 << (32 - bits);
}

function dotted(address: string): number {
  let word = 0;
  let byte = 0;
  for (let at = 0; at < address.length; at += 1) {
    const code = address.codePointAt(at) ?? 0;
    if (code === 46) {
      word = (word << 8) | byte;
      byte = 0;
    } else byte = byte * 10 + code - 48;
  }
  return (word << 8) | byte;
}

/** Two of the first four groups of an IPv6 address. */
function groups(address: string, from: 0 | 2): number {
  const [head = '', tail] = address.split('::', 2);
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const group = (index: number): number => {
    if (index < first.length) return Number.parseInt(first[index] ?? '0', 16);
    const behind = index - (8 - last.length);
    return tail === undefined || behind < 0 ? 0 : Number.parseInt(last[behind] ?? '0', 16);
  };
  return (group(from) << 16) | group(from + 1);
}
