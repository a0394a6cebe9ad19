import { createHmac } from 'node:crypto';
import type { BinaryLike, KeyObject } from 'node:crypto';

/** A key for HMAC: a passphrase or bytes. */
export type SecretKey = BinaryLike | KeyObject;

/** The names that one app's session cookie has had, and has now. */
export interface CookieNames {
  /** The name to write. */
  current(now: number): string;
  /** Names to read, the current one first. */
  read(now: number): readonly string[];
}

const HEX_DIGITS = 32;

/** A name that the app chose: always the same. */
export function fixedName(name: string): CookieNames {
  return { current: () => name, read: () => [name] };
}

/**
 * Names that tell nothing: the first 128 bits of HMAC-SHA256 (RFC 2104) over the app and the epoch, in
 * hexadecimal. Without a key nobody can tell the name of another app or of the next epoch.
 *
 * The epoch before is read as well, and so are names of older keys: whoever comes with one is given the
 * current name.
 *
 * @param keys Newest first; only the first makes the name that is written.
 * @param epochLength Milliseconds.
 */
export function hashedNames(
  keys: readonly [SecretKey, ...SecretKey[]],
  app: string,
  epochLength: number,
): CookieNames {
  let epoch = Number.NaN;
  let names: readonly [string, ...string[]] = [''];
  const at = (now: number): readonly [string, ...string[]] => {
    const current = Math.floor(now / epochLength);
    if (current !== epoch) {
      const [key, ...older] = keys;
      names = [
        nameOf(key, app, current),
        nameOf(key, app, current - 1),
        ...older.flatMap((old) => [nameOf(old, app, current), nameOf(old, app, current - 1)]),
      ];
      epoch = current;
    }
    return names;
  };
  return { current: (now) => at(now)[0], read: at };
}

function nameOf(key: SecretKey, app: string, epoch: number): string {
  return createHmac('sha256', key)
    .update(`emas session cookie name\0${app}\0${epoch}`)
    .digest('hex')
    .slice(0, HEX_DIGITS);
}
