import { describe, expect, it } from '@jest/globals';
import { reasonToLeaveOut } from '../src/record/page-view.ts';
import type { Exchange } from '../src/record/page-view.ts';

const HTML = 'text/html; charset=utf-8';

/** A live GET that was answered with HTML. */
function reason(
  exchange: Partial<Exchange>,
  headers: Readonly<Record<string, string>> = {},
): string | undefined {
  const header = (name: string): string => headers[name] ?? '';
  const accepts = (type: string): boolean =>
    header('accept')
      .split(',')
      .some((part) => part.trim() === type);
  return reasonToLeaveOut({
    method: 'GET',
    path: '/claims',
    status: 200,
    contentType: HTML,
    fetch: { header, accepts },
    ...exchange,
  });
}

const FETCH = { destination: 'empty', mode: 'cors' };

describe('a page view', () => {
  it.each<[string, Partial<Exchange>]>([
    ['a document', { destination: 'document', mode: 'navigate' }],
    ['a browser that says nothing', {}],
    ['a navigation that a service worker passes on', { destination: 'empty', mode: 'navigate' }],
    ['XHTML', { contentType: 'application/xhtml+xml' }],
    ['not modified', { status: 304, contentType: '' }],
    ['HTML at a name like a script', { path: '/docs/node.js' }],
    ['HTML that is shown', { disposition: 'inline; filename="a.html"' }],
    ['a whole address', { path: 'https://portal.example/claims' }],
  ])('is %s', (_, exchange) => {
    expect(reason(exchange)).toBeUndefined();
  });

  it.each<[string, Partial<Exchange>, string]>([
    ['a form', { method: 'POST' }, 'method'],
    ['a probe', { path: '%.' }, 'invalid'],
    ['no path', { path: '' }, 'invalid'],
    ['a script', { path: '/site.js', contentType: 'text/javascript' }, 'asset'],
    ['a script that is fresh', { path: '/site.js', contentType: '', status: 304 }, 'asset'],
    ['a log of a script', { path: '/site.js', contentType: undefined }, 'asset'],
    ['an image', { destination: 'image', mode: 'no-cors' }, 'asset'],
    ['a page in a frame', { destination: 'iframe', mode: 'navigate' }, 'asset'],
    ['a page in an object', { destination: 'embed', mode: 'navigate' }, 'asset'],
    ['a prefetch', { purpose: 'prefetch' }, 'prefetch'],
    ['a prerender', { purpose: 'prefetch;prerender', mode: 'navigate' }, 'prefetch'],
    ['a preview', { purpose: 'Preview' }, 'prefetch'],
    ['left before the page was sent', { aborted: true }, 'aborted'],
    ['an asset that was left', { aborted: true, destination: 'image' }, 'asset'],
    ['a part', { status: 206 }, 'status'],
    ['an error', { status: 500 }, 'status'],
    ['a redirect', { status: 302 }, 'status'],
    ['a download', { disposition: 'attachment; filename="a.html"' }, 'not_html'],
    ['a download in capitals', { disposition: ' ATTACHMENT' }, 'not_html'],
    ['JSON', { contentType: 'application/json' }, 'not_html'],
    ['JSON for a navigation', { contentType: 'application/json', mode: 'navigate' }, 'not_html'],
    ['a fetch by a script', FETCH, 'not_html'],
  ])('is not %s', (_, exchange, expected) => {
    expect(reason(exchange)).toBe(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['htmx, boosted', { 'hx-request': 'true', 'hx-boosted': 'true' }],
    ['Turbo 8', { accept: 'text/html, application/xhtml+xml', 'x-turbo-request-id': 'a' }],
    ['Turbo 7', { accept: 'text/html, application/xhtml+xml' }],
    [
      'Turbo with streams',
      { accept: 'text/vnd.turbo-stream.html, text/html, application/xhtml+xml' },
    ],
    ['Turbolinks', { 'turbolinks-referrer': 'https://portal.example/' }],
    ['pjax', { 'x-pjax': 'true', 'x-requested-with': 'XMLHttpRequest' }],
    ['Unpoly', { 'x-up-version': '3.10.0', 'x-up-target': 'main', 'x-up-mode': 'root' }],
    ['Unpoly, all of it', { 'x-up-version': '3.10.0', 'x-up-target': '.menu, body' }],
  ])('is a page that %s fetches', (_, headers) => {
    expect(reason(FETCH, headers)).toBeUndefined();
    expect(reason({}, headers)).toBeUndefined();
    expect(reason({ ...FETCH, purpose: 'prefetch' }, headers)).toBe('prefetch');
    expect(reason({ ...FETCH, contentType: 'application/json' }, headers)).toBe('not_html');
  });

  it.each<[string, Record<string, string>]>([
    ['htmx', { 'hx-request': 'true' }],
    ['htmx going back', { 'hx-request': 'true', 'hx-history-restore-request': 'true' }],
    [
      'a Turbo frame',
      {
        'turbo-frame': 'list',
        accept: 'text/html, application/xhtml+xml',
        'x-turbo-request-id': 'a',
      },
    ],
    ['an Unpoly fragment', { 'x-up-version': '3.10.0', 'x-up-target': '.menu' }],
    [
      'an Unpoly drawer',
      { 'x-up-version': '3.10.0', 'x-up-target': 'main', 'x-up-mode': 'drawer' },
    ],
    ['jQuery', { 'x-requested-with': 'XMLHttpRequest' }],
  ])('is not what %s fetches', (_, headers) => {
    expect(reason(FETCH, headers)).toBe('not_html');
    expect(reason({ ...FETCH, countsFetched: true }, { accept: 'text/html', ...headers })).toBe(
      'not_html',
    );
    expect(reason({}, headers)).toBe('not_html');
  });

  it('is HTML that a worker asks for by its URL, where the app says so', () => {
    const accept = { accept: 'text/html,application/xhtml+xml' };
    expect(reason(FETCH, accept)).toBe('not_html');
    expect(reason({ ...FETCH, countsFetched: true }, accept)).toBeUndefined();
    expect(reason({ ...FETCH, countsFetched: true }, { accept: '*/*' })).toBe('not_html');
  });

  it('is not taken from a web view for a script: Android names its app in the same header', () => {
    expect(reason({}, { 'x-requested-with': 'com.example.app' })).toBeUndefined();
  });
});
