import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

const DIGITS = 16;

/**
 * What stands for a user name wherever one is told: the same for the same name under the same key, so
 * that it can be counted and searched for, and nothing to whoever lacks the key. 64 bits of HMAC-SHA256.
 *
 * @param key Without one, a random one that ends with the process.
 */
export function accountHasher(key: string | Uint8Array | undefined): (name: string) => string {
  const derived = Buffer.from(
    hkdfSync('sha256', key ?? randomBytes(32), '', 'emas log account', 32),
  );
  return (name) => createHmac('sha256', derived).update(name).digest('hex').slice(0, DIGITS);
}
