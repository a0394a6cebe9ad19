import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { LogKey } from './options.ts';

const DIGITS = 16;

/**
 * What stands for a user name in the log: the same for the same name under the same key, so that it can
 * be counted and searched for, and nothing to whoever lacks the key. 64 bits of HMAC-SHA256.
 *
 * @param key Without one, a random one that ends with the process.
 */
export function accountHasher(key: LogKey | undefined): (name: string) => string {
  const derived = Buffer.from(
    hkdfSync('sha256', key ?? randomBytes(32), '', 'emas log account', 32),
  );
  return (name) => createHmac('sha256', derived).update(name).digest('hex').slice(0, DIGITS);
}
