import type { LeftOutReason } from '../hit.ts';
import { isFragment, isNavigationByFetch } from './fetched-page.ts';
import type { FetchHeaders } from './fetched-page.ts';

/** What decides whether a request was a page view: of a live response, or of a line in a log. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Of the response; `undefined` where a log does not say. */
  readonly contentType?: string | undefined;
  /** `Content-Disposition` of the response (RFC 6266). */
  readonly disposition?: string | undefined;
  /** Whether the visitor left before the response was sent. */
  readonly aborted?: boolean | undefined;
  /** `Sec-Fetch-Dest` (Fetch Metadata, W3C); `undefined` where it was not sent. */
  readonly destination?: string | undefined;
  /** `Sec-Fetch-Mode`; `undefined` where it was not sent. */
  readonly mode?: string | undefined;
  /** `Sec-Purpose`, `X-Sec-Purpose`, `Purpose`, `X-Purpose` and `X-Moz`, joined. */
  readonly purpose?: string | undefined;
  /** Headers by which scripts say that they load a page; `undefined` for a log. */
  readonly fetch?: FetchHeaders | undefined;
  /**
   * Whether HTML that a script asked for with `Accept: text/html` is a page view.
   * @default false
   */
  readonly countsFetched?: boolean | undefined;
}

const ASSET =
  /\.(?:avif|bmp|css|csv|docx?|eot|gif|gz|ico|jpe?g|js|json|map|mjs|mp[34]|ogg|otf|pdf|png|pptx?|rar|svg|swf|tar|tgz|tiff?|ttf|txt|wasm|wav|webm|webmanifest|webp|woff2?|xlsx?|xml|zip)$/i;
/** Absolute, or a whole address (RFC 9112 §3.2). */
const TARGET = /^(?:\/|https?:\/\/)/i;
const PAGE_DESTINATIONS = new Set(['document', 'empty', '']);
const HTML = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i;
const ATTACHMENT = /^\s*attachment\b/i;
const PARTIAL = 206;
const NOT_MODIFIED = 304;

/** Why this is no page view; `undefined` where it is one. */
export function reasonToLeaveOut(exchange: Exchange): LeftOutReason | undefined {
  const { method, path, status, destination } = exchange;
  if (method !== 'GET') return 'method';
  if (!TARGET.test(path)) return 'invalid';
  if (isAsset(exchange) || isPartOfAPage(destination)) return 'asset';
  if (/prefetch|preview|prerender/i.test(exchange.purpose ?? '')) return 'prefetch';
  if (exchange.aborted === true) return 'aborted';
  if (!isWholePage(status)) return 'status';
  return isHtml(exchange) && isNavigation(exchange) ? undefined : 'not_html';
}

/** `/docs/node.js` is a page where the answer says so; a log does not tell. */
function isAsset({ path, contentType }: Exchange): boolean {
  return ASSET.test(path) && !HTML.test(contentType ?? '');
}

/** Frames, images, scripts: loaded by a page, not visited. */
function isPartOfAPage(destination: string | undefined): boolean {
  return destination !== undefined && !PAGE_DESTINATIONS.has(destination);
}

function isWholePage(status: number): boolean {
  return (status >= 200 && status <= 299 && status !== PARTIAL) || status === NOT_MODIFIED;
}

function isHtml({ contentType, disposition, status }: Exchange): boolean {
  if (ATTACHMENT.test(disposition ?? '')) return false;
  // "Not modified" carries no type.
  if (contentType === undefined) return true;
  if (contentType === '' && status === NOT_MODIFIED) return true;
  return HTML.test(contentType);
}

/** A service worker's request has no destination, and the mode of what it stands for. */
function isNavigation({ destination, mode, fetch, countsFetched }: Exchange): boolean {
  if (mode === 'navigate' || destination === 'document') return true;
  if (fetch === undefined) return destination !== 'empty';
  if (isNavigationByFetch(fetch)) return true;
  if (isFragment(fetch)) return false;
  // Browsers before 2023 do not say what a request is for.
  if (destination !== 'empty') return true;
  return countsFetched === true && fetch.accepts('text/html');
}
