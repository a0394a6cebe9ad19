import { hash } from 'node:crypto';
import { unsign } from 'cookie-signature';
import QuickLRU from 'quick-lru';
import type { SecretKey } from './cookie-name.ts';

/** A cookie of ours that a request came with. */
export interface FoundCookie {
  /** The name without its prefix. */
  readonly name: string;
  /** The session's id. */
  readonly id: string;
  /** Whether it is signed by the newest of the secrets. */
  readonly isCurrent: boolean;
}

/** What express-session writes before a signed value. */
export const SIGNED = 's:';

/** Values whose signature was found right; so many are remembered at least, and twice as many at most. */
const REMEMBERED = 5000;

/** A client that sends more of one name than a domain and its paths can have is not a normal browser. */
const MOST_SO_NAMED = 16;

/** Finds the session's cookie in what browsers send, and believes none that is not signed by us. */
export class CookieReader {
  readonly #secrets: readonly SecretKey[];
  /**
   * A page asks for many things with the same cookie: a signature is worked out once. Kept are hashes, so
   * that no list of cookies lies in memory, and looking one up tells nothing of another.
   */
  readonly #recent = new QuickLRU<string, true>({ maxSize: REMEMBERED });

  constructor(secrets: readonly SecretKey[]) {
    this.#secrets = secrets;
  }

  /**
   * The first of the names, and of several cookies that are called so, that has a signature of ours; what is
   * unsigned, cut off or garbled counts as none. Hosts that may set cookies for the domain can send one before ours.
   *
   * @param prefix `__Host-`, `__Secure-` or ''.
   */
  find(
    header: string | undefined,
    prefix: string,
    names: readonly string[],
  ): FoundCookie | undefined {
    if (header === undefined || header === '') return undefined;
    for (const name of names) {
      const found = this.#findNamed(header, prefix + name);
      if (found !== undefined) return { name, ...found };
    }
    return undefined;
  }

  #findNamed(header: string, name: string): Omit<FoundCookie, 'name'> | undefined {
    let at = header.indexOf(name);
    for (let tried = 0; at !== -1 && tried < MOST_SO_NAMED;) {
      const signed = valueAt(header, at, name);
      if (signed !== undefined) tried += 1;
      const found = signed?.startsWith(SIGNED) === true ? this.#read(signed) : undefined;
      if (found !== undefined) return found;
      at = header.indexOf(name, at + 1);
    }
    return undefined;
  }

  #read(signed: string): Omit<FoundCookie, 'name'> | undefined {
    const mark = hash('sha256', signed, 'base64');
    const value = signed.slice(SIGNED.length);
    if (this.#recent.has(mark)) {
      return { id: value.slice(0, value.lastIndexOf('.')), isCurrent: true };
    }
    for (const [age, secret] of this.#secrets.entries()) {
      const id = unsign(value, secret);
      if (id === false || id === '') continue;
      // The others are soon replaced.
      if (age === 0) this.#recent.set(mark, true);
      return { id, isCurrent: age === 0 };
    }
    return undefined;
  }
}

/**
 * The value of a cookie whose name stands there, as browsers write it (RFC 6265 §5.4), also in quotes (§4.1.1).
 *
 * @returns `undefined` where it is a part of something else.
 */
function valueAt(header: string, at: number, name: string): string | undefined {
  const isBegin = at === 0 || header[at - 1] === ';' || header.slice(0, at).trimEnd().endsWith(';');
  const equals = at + name.length;
  if (!isBegin || header[equals] !== '=') return undefined;
  const end = header.indexOf(';', equals);
  const value = header.slice(equals + 1, end === -1 ? undefined : end).trim();
  return decoded(value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value);
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
