import { createHash, hash, hkdfSync } from 'node:crypto';

/** Characters of a mac: the leading 132 bits, base64url. RFC 2104 §5 allows half of the 256. */
export const MAC_LENGTH = 22;

/** What stands before the mac in a line. */
export const MAC_KEY = ',"mac":"';

/** A key that lines are chained with, and its name. */
export interface ChainKey {
  /** Names the key without telling it: the first lines of a file have it. */
  readonly id: string;
  /** @returns The mac of a line (without its mac) that follows a line with the mac `previous`. */
  mac(previous: string, line: string): string;
}

const BLOCK = 64;
const DIGEST = 32;

/**
 * `HMAC-SHA256(key, previous mac ‖ line)`, RFC 2104.
 *
 * The key that HMAC is given is the hexadecimal text of one derived from the secret (RFC 5869), 64
 * characters: with its pads that is ASCII too, so a line is hashed as the text that it is. By `crypto.hash`
 * that takes half the time of `createHmac`.
 */
export function chainKey(secret: string | Uint8Array): ChainKey {
  const derived = hkdfSync('sha256', secret, '', 'emas log chain', DIGEST);
  const key = Buffer.from(derived).toString('hex');
  const inner = padded(key, 0x36);
  const outer = Buffer.alloc(BLOCK + DIGEST);
  outer.write(padded(key, 0x5c), 'latin1');
  return {
    id: createHash('sha256').update(`id ${key}`).digest('hex').slice(0, 8),
    mac(previous, line) {
      outer.write(hash('sha256', inner + previous + line, 'binary'), BLOCK, 'latin1');
      return hash('sha256', outer, 'base64url').slice(0, MAC_LENGTH);
    },
  };
}

function padded(key: string, pad: number): string {
  return Array.from(key, (character) => String.fromCharCode(character.charCodeAt(0) ^ pad)).join(
    '',
  );
}
