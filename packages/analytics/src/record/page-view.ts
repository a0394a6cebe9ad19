import type { LeftOutReason } from '../hit.ts';

/** What decides whether a request was a page view: of a live response, or of a line in a log. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Of the response; `undefined` where a log does not say. */
  readonly contentType?: string | undefined;
  /** `Sec-Fetch-Dest` (Fetch Metadata, W3C); `undefined` where it was not sent. */
  readonly destination?: string | undefined;
  /** `Sec-Purpose`, `Purpose` or `X-Moz`. */
  readonly purpose?: string | undefined;
}

const ASSET =
  /\.(?:avif|bmp|css|csv|docx?|eot|gif|gz|ico|jpe?g|js|json|map|mjs|mp[34]|ogg|otf|pdf|png|pptx?|rar|svg|swf|tar|tgz|tiff?|ttf|txt|wasm|wav|webm|webmanifest|webp|woff2?|xlsx?|xml|zip)$/i;
const PAGE_DESTINATIONS = new Set(['document', 'empty', '']);
const NOT_MODIFIED = 304;

/** Why this is no page view; `undefined` where it is one. */
export function reasonToLeaveOut(exchange: Exchange): LeftOutReason | undefined {
  const { method, path, status, destination } = exchange;
  if (method !== 'GET') return 'method';
  if (ASSET.test(path) || isPartOfAPage(destination)) return 'asset';
  if (/prefetch|preview|prerender/i.test(exchange.purpose ?? '')) return 'prefetch';
  if ((status < 200 || status > 299) && status !== NOT_MODIFIED) return 'status';
  return isHtml(exchange) ? undefined : 'not_html';
}

/** Frames, images, scripts: loaded by a page, not visited. */
function isPartOfAPage(destination: string | undefined): boolean {
  return destination !== undefined && !PAGE_DESTINATIONS.has(destination);
}

function isHtml({ contentType, destination, status }: Exchange): boolean {
  // A fetch() of the page's own script is no visit, whatever it got.
  if (destination === 'empty') return false;
  // "Not modified" carries no type.
  if (contentType === undefined) return true;
  if (contentType === '' && status === NOT_MODIFIED) return true;
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}
