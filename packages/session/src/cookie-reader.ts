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
   * unsigned, cut off or garbled counts as none. Whoever may set cookies for the domain can send one before ours.
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
      for (const signed of valuesOf(header, prefix + name)) {
        const found = signed.startsWith(SIGNED) ? this.#read(signed) : undefined;
        if (found !== undefined) return { name, ...found };
      }
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

/** Of all cookies called so, as RFC 6265 §5.4 has browsers send them; also in quotes (§4.1.1). */
function valuesOf(header: string, name: string): string[] {
  return header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    if (at === -1 || pair.slice(0, at).trim() !== name) return [];
    const value = pair.slice(at + 1).trim();
    return [decoded(/^"(.*)"$/.exec(value)?.[1] ?? value)];
  });
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
