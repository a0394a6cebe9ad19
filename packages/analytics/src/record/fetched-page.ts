/** The headers by which libraries that load pages with fetch() say what they do. */
export interface FetchHeaders {
  /** Value of a request header, '' for none. */
  readonly header: (name: string) => string;
  /** Whether `Accept` names a type itself, not by a wildcard. */
  readonly accepts: (type: string) => boolean;
}

/** What Turbo asks for when it visits a page; no browser writes it with these blanks. */
const TURBO_ACCEPT = /^(?:text\/vnd\.turbo-stream\.html, )?text\/html, application\/xhtml\+xml$/;
/** Unpoly's names for the whole page: `body`, and its default main targets. */
const WHOLE_PAGE = /^(?:body|html|main|:main|:layer|\[up-main(?:~?=['"]?root['"]?)?\])$/;

/**
 * Whether a script fetches a page that the visitor goes to, by the documented headers of the library: htmx's
 * `HX-Boosted`, `X-PJAX`, Turbo's `Accept`, `X-Turbo-Request-Id` or `Turbolinks-Referrer`, Unpoly's `X-Up-Target`
 * with `X-Up-Mode: root`.
 */
export function isNavigationByFetch({ header, accepts }: FetchHeaders): boolean {
  if (header('hx-request') === 'true' || header('hx-boosted') === 'true')
    return header('hx-boosted') === 'true';
  if (header('x-pjax') !== '') return true;
  if (header('turbo-frame') !== '') return false;
  if (header('x-up-version') !== '' || header('x-up-target') !== '') return isUnpolyPage(header);
  if (TURBO_ACCEPT.test(header('accept')) || header('turbolinks-referrer') !== '') return true;
  return header('x-turbo-request-id') !== '' && accepts('text/html');
}

/** Whether a library fetches a part of a page: a frame, a list that grows. */
export function isFragment({ header }: FetchHeaders): boolean {
  return (
    header('hx-request') === 'true' ||
    header('turbo-frame') !== '' ||
    header('x-up-version') !== '' ||
    header('x-up-target') !== '' ||
    header('x-requested-with').toLowerCase() === 'xmlhttprequest'
  );
}

function isUnpolyPage(header: FetchHeaders['header']): boolean {
  const mode = header('x-up-mode');
  if (mode !== '' && mode !== 'root') return false;
  return header('x-up-target')
    .split(',')
    .some((target) => WHOLE_PAGE.test(target.trim()));
}
