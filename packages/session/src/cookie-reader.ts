import QuickLRU from 'quick-lru';
import type { CookieSigner } from './cookie-signer.ts';
import { keyOf } from './held-session.ts';

/** A cookie of ours that a request came with. */
export interface FoundCookie {
  /** The name without its prefix. */
  readonly name: string;
  /** The session's id. */
  readonly id: string;
  /** What stores know the session by. */
  readonly key: string;
  /** Whether it is signed by the newest of the secrets. */
  readonly isCurrent: boolean;
}

/** What express-session writes before a signed value. */
export const SIGNED = 's:';

/** The same as browsers send it back. */
const SIGNED_AS_SENT = 's%3A';

/** Signatures that were found right; so many are remembered at least, and twice as many at most. */
const REMEMBERED = 5000;

/** A client that sends more of one name than a domain and its paths can have is not a normal browser. */
const MOST_SO_NAMED = 16;

/** Finds the session's cookie in what browsers send, and believes none that is not signed by us. */
export class CookieReader {
  readonly #signers: readonly CookieSigner[];
  /**
   * A page asks for many things with the same cookie: a signature is worked out once. It is kept, as it was sent,
   * with the key of the session that it is right for. No id can be found from that, so no cookies lie in memory.
   */
  readonly #recent = new QuickLRU<string, string>({ maxSize: REMEMBERED });

  /** @param signers The newest first. */
  constructor(signers: readonly CookieSigner[]) {
    this.#signers = signers;
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
      const sent = valueAt(header, at, name);
      if (sent !== undefined) tried += 1;
      const found = sent === undefined ? undefined : (this.#readAgain(sent) ?? this.#read(sent));
      if (found !== undefined) return found;
      at = header.indexOf(name, at + 1);
    }
    return undefined;
  }

  /** A cookie whose signature is known to be right for its id. */
  #readAgain(sent: string): Omit<FoundCookie, 'name'> | undefined {
    if (!sent.startsWith(SIGNED_AS_SENT)) return undefined;
    const dot = sent.lastIndexOf('.');
    const known = this.#recent.get(sent.slice(dot + 1));
    if (known === undefined) return undefined;
    const id = sent.slice(SIGNED_AS_SENT.length, dot);
    const key = keyOf(id);
    return key === known ? { id, key, isCurrent: true } : undefined;
  }

  #read(sent: string): Omit<FoundCookie, 'name'> | undefined {
    const signed = decoded(sent);
    if (!signed.startsWith(SIGNED)) return undefined;
    for (const [age, signer] of this.#signers.entries()) {
      const id = signer.unsign(signed.slice(SIGNED.length));
      if (id === undefined || id === '') continue;
      const key = keyOf(id);
      // The others are soon replaced.
      if (age === 0) this.#recent.set(copied(sent.slice(sent.lastIndexOf('.') + 1)), key);
      return { id, key, isCurrent: age === 0 };
    }
    return undefined;
  }
}

/** A part of a text keeps all of it in memory, which is the whole header here. */
function copied(part: string): string {
  return Buffer.from(part, 'latin1').toString('latin1');
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
  return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
