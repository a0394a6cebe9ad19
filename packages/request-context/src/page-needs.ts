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

type Listener = (needs: PageNeeds) => void;

const listeners = new WeakMap<ServerResponse, Listener>();
const earlier = new WeakMap<ServerResponse, PageNeeds[]>();

/**
 * A part of the page says what it needs; whoever makes the page's Content Security Policy puts it together
 * with what others said. Without anybody who does, nothing happens.
 */
export function needOnPage(res: ServerResponse, needs: PageNeeds): void {
  const listener = listeners.get(res);
  if (listener !== undefined) listener(needs);
  else earlier.set(res, [...(earlier.get(res) ?? []), needs]);
}

/** Hears what the parts of a page need, also what was said before. */
export function onPageNeeds(res: ServerResponse, listener: Listener): void {
  listeners.set(res, listener);
  for (const needs of earlier.get(res) ?? []) listener(needs);
  earlier.delete(res);
}
