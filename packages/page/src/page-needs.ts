import type { ServerResponse } from 'node:http';

/**
 * What a page needs of other origins beyond the site's own: origins such as `https://captcha.example`, by
 * what is loaded from them. Scripts need none, they are let in by the response's nonce.
 */
export interface PageNeeds {
  readonly images?: readonly string[];
  readonly styles?: readonly string[];
  readonly fonts?: readonly string[];
  readonly media?: readonly string[];
  readonly frames?: readonly string[];
  /** Where scripts fetch from. */
  readonly connections?: readonly string[];
  /** Where forms are sent to. */
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
 * A part of the page says what it needs; whoever makes the page's Content Security Policy puts it together
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
