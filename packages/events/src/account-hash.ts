import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { BinaryLike, KeyObject } from 'node:crypto';

const DIGITS = 16;
/** Names that are longer stand as their SHA-256. */
const LONGEST_NAME = 320;
/** No name that is so long without its unseen characters is that of an account. */
const LONGEST_LOOKED_AT = 4096;

/** Control characters that are no space, and what no reader sees: `NFKC_Casefold` drops the latter (UAX #44). */
const UNSEEN =
  // oxlint-disable-next-line no-control-regex
  /[\0-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\p{Default_Ignorable_Code_Point}]+/gu;
const SPACES = /\s+/gu;

/**
 * A user name in the one form in which names are compared and hashed: NFKC, without unseen characters and
 * outer spaces, spaces within as one, and without case. Folding by both cases also meets names that an app
 * compares in upper case (`ß`, `ς`). Two names that an app takes for one are one here.
 */
export function accountName(typed: string): string {
  const seen = typed.replace(UNSEEN, '').replace(SPACES, ' ').trim();
  // NFKC makes up to 18 characters of one, and a name no shorter.
  if (seen.length > LONGEST_LOOKED_AT) return digestOf(seen);
  const name = seen
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(SPACES, ' ')
    .trim()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
  return name.length <= LONGEST_NAME ? name : digestOf(name);
}

function digestOf(name: string): string {
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

/**
 * What stands for a user name in every event, table and key: the same for the same name under the same key,
 * so that it can be counted and searched for, and nothing to anybody without the key. 64 bits of HMAC-SHA256
 * over {@link accountName}.
 *
 * @param key Without one, a random one that ends with the process.
 */
export function accountHasher(key: BinaryLike | KeyObject | undefined): (name: string) => string {
  const derived = Buffer.from(
    hkdfSync('sha256', key ?? randomBytes(32), '', 'emas log account', 32),
  );
  return (name) =>
    createHmac('sha256', derived).update(accountName(name)).digest('hex').slice(0, DIGITS);
}
