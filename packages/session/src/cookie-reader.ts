import { hash } from 'node:crypto';
import { parse } from 'cookie';
import { unsign } from 'cookie-signature';
import type { SecretKey } from './cookie-name.ts';

/** A cookie of ours that a request came with. */
export interface FoundCookie {
  /** The name without its prefix. */
  readonly name: string;
  /** The session's id. */
  readonly id: string;
  /** The value as it was sent, signature included. */
  readonly signed: string;
}

/** What express-session writes before a signed value. */
export const SIGNED = 's:';

/** Values whose signature was found right; twice as many are remembered at most. */
const REMEMBERED = 5000;

/** Finds the session's cookie in what browsers send, and believes none that is not signed by us. */
export class CookieReader {
  readonly #secrets: readonly SecretKey[];
  /**
   * A page asks for many things with the same cookie: a signature is worked out once. Kept are hashes, so
   * that no list of cookies lies in memory, and looking one up tells nothing of another.
   */
  #recent = new Set<string>();
  #former = new Set<string>();

  constructor(secrets: readonly SecretKey[]) {
    this.#secrets = secrets;
  }

  /**
   * The first of the names whose cookie has a signature of ours; one that is unsigned, cut off or garbled
   * counts as none.
   *
   * @param prefix `__Host-`, `__Secure-` or ''.
   */
  find(
    header: string | undefined,
    prefix: string,
    names: readonly string[],
  ): FoundCookie | undefined {
    if (header === undefined || header === '') return undefined;
    const cookies = parse(header);
    for (const name of names) {
      const signed = cookies[prefix + name];
      if (signed?.startsWith(SIGNED) !== true) continue;
      const id = this.#idOf(signed);
      if (id !== undefined) return { name, id, signed };
    }
    return undefined;
  }

  #idOf(signed: string): string | undefined {
    const mark = hash('sha256', signed, 'base64');
    const value = signed.slice(SIGNED.length);
    if (this.#recent.has(mark) || this.#former.has(mark)) {
      return value.slice(0, value.lastIndexOf('.'));
    }
    for (const secret of this.#secrets) {
      const id = unsign(value, secret);
      if (id === false || id === '') continue;
      this.#remember(mark);
      return id;
    }
    return undefined;
  }

  #remember(mark: string): void {
    if (this.#recent.size >= REMEMBERED) {
      this.#former = this.#recent;
      this.#recent = new Set();
    }
    this.#recent.add(mark);
  }
}
