import { createHash, hash, hkdfSync } from 'node:crypto';

/** Characters of a mac: the leading 132 bits, base64url. RFC 2104 §5 allows half of the 256. */
export const MAC_LENGTH = 22;

/** Characters of a digest: all 256 bits, base64url. */
export const DIGEST_LENGTH = 43;

/** What stands before the mac in a line. */
export const MAC_KEY = ',"mac":"';

/** A key that lines are chained with, and its name. */
export interface ChainKey {
  /** Names the key without telling it: the first lines of a file have it. */
  readonly id: string;
  /** @returns What stands for a line (without its mac): all that an erased line keeps of itself. */
  digest(line: string): string;
  /** @returns The mac of a line with this digest that follows a line with the mac `previous`. */
  mac(previous: string, digest: string): string;
}

const KEY_BYTES = 32;

/**
 * A line's digest is `SHA-256(inner key ‖ line)`, its mac `SHA-256(outer key ‖ previous mac ‖ digest)`: HMAC
 * (RFC 2104) of the line, with the mac before it in the outer hash, where all parts have a fixed length. So the
 * chain can still be verified where only the digest of a line is left. Both need the key: without it nobody
 * can guess at an erased line by its digest, or erase one unnoticed.
 *
 * The keys are text, 64 characters each: what is hashed is ASCII but for the line, which is hashed as it is.
 */
export function chainKey(secret: string | Uint8Array): ChainKey {
  const derived = hkdfSync('sha256', secret, '', 'emas log chain', KEY_BYTES);
  const key = Buffer.from(derived).toString('hex');
  const inner = padded(key, 0x36);
  const outer = padded(key, 0x5c);
  return {
    id: createHash('sha256').update(`id ${key}`).digest('hex').slice(0, 8),
    digest: (line) => hash('sha256', inner + line, 'base64url'),
    mac: (previous, digest) =>
      hash('sha256', outer + previous.padEnd(MAC_LENGTH, NO_MAC) + digest, 'base64url').slice(
        0,
        MAC_LENGTH,
      ),
  };
}

/** Keys by the names that files give them. */
export function keysByName(secrets: readonly (string | Uint8Array)[]): Map<string, ChainKey> {
  return new Map(secrets.map(chainKey).map((key) => [key.id, key]));
}

/** Stands for the mac before the very first line; no mac has it. */
const NO_MAC = '.';

function padded(key: string, pad: number): string {
  return Array.from(key, (character) => String.fromCharCode(character.charCodeAt(0) ^ pad)).join(
    '',
  );
}
