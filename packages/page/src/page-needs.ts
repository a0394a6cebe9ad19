import type { ServerResponse } from 'node:http';

/**
 * What a page needs beyond the site's own files: origins such as `https://captcha.example`, by what is loaded
 * from them.
 */
export interface PageNeeds {
  /**
   * Hashes of inline scripts, `'sha256-…'`, where a page is a file and cannot carry the nonce of its response; and
   * `'wasm-unsafe-eval'` for WebAssembly. Scripts of other origins are let in by the nonce, and need nothing here.
   */
  readonly scripts?: readonly string[];
  /** Also `data:` and `blob:`. */
  readonly images?: readonly string[];
  /** Also hashes of inline styles, `'sha256-…'`. */
  readonly styles?: readonly string[];
  /** Also `data:`. */
  readonly fonts?: readonly string[];
  /** Also `data:` and `blob:`. */
  readonly media?: readonly string[];
  /** Also `blob:`, for a document that the page made itself. */
  readonly frames?: readonly string[];
  /** Also `blob:`. */
  readonly workers?: readonly string[];
  /** Where scripts fetch from. */
  readonly connections?: readonly string[];
  /** Where forms are sent to, and where the answer redirects to: an identity provider, a payment. */
  readonly forms?: readonly string[];
  /** Names of the Trusted Types policies that its scripts make. */
  readonly trustedTypes?: readonly string[];
}

/** Who hears what the parts of a page need. */
export interface PageNeedsListener {
  needed(needs: PageNeeds): void;
}

/** On the response itself: a weak map with an entry for each request costs more than all else here. */
const LISTENER: unique symbol = Symbol('listener of page needs');
const EARLIER: unique symbol = Symbol('page needs before there was a listener');

interface AskedResponse extends ServerResponse {
  [LISTENER]?: PageNeedsListener;
  [EARLIER]?: readonly PageNeeds[] | undefined;
}

/**
 * A part of the page says what it needs; the part that makes the Content Security Policy puts it together
 * with what others said. Without anybody who does, nothing happens.
 */
export function needOnPage(res: AskedResponse, needs: PageNeeds): void {
  const listener = res[LISTENER];
  if (listener !== undefined) listener.needed(needs);
  else res[EARLIER] = [...(res[EARLIER] ?? []), needs];
}

/** Hears what the parts of a page need, also what was said before. */
export function onPageNeeds(res: AskedResponse, listener: PageNeedsListener): void {
  res[LISTENER] = listener;
  const earlier = res[EARLIER];
  if (earlier === undefined) return;
  res[EARLIER] = undefined;
  for (const needs of earlier) listener.needed(needs);
}
