import { describe, expect, it } from '@jest/globals';
import { maskedPath, pagePath } from '../src/record/page-path.ts';

describe('maskedPath', () => {
  it.each([
    ['/', '/'],
    ['//claims//', '/claims'],
    ['/claims/48213', '/claims/:id'],
    ['/claims/CLM-2026-000123', '/claims/:id'],
    ['/members/7b1d2c9e-5a0f-4c1d-9a55-0c2b6c1f7a11/card', '/members/:id/card'],
    ['/members/850101-14-5678', '/members/:id'],
    ['/members/850101145678', '/members/:id'],
    ['/reset/3f9a8b7c6d5e4f3a2b1c', '/reset/:token'],
    ['/reset/aB3xYz9KdQ7mN2pR5tVw', '/reset/:token'],
    ['/invite/siti%40example.com', '/invite/:email'],
    ['/blog/2026/11/23/notice', '/blog/2026/11/23/notice'],
    ['/blog/2026/48213', '/blog/2026/:id'],
    ['/docs/release-20261123.html', '/docs/release-20261123.html'],
    ['/how-to-claim-in-10-steps', '/how-to-claim-in-10-steps'],
    ['/clinics/kuala-lumpur?q=heart&ic=850101145678', '/clinics/kuala-lumpur'],
    ['/a;jsessionid=3f9a8b7c6d5e4f3a', '/a'],
    ['/klinik/%E4%B8%AD%E5%A4%AE', '/klinik/中央'],
    ['/broken/%E4%B8', '/broken/%E4%B8'],
    ['/evil%00%1B[31m%E2%80%AEtxt', '/evil[31mtxt'],
  ])('%s counts as %s', (url, path) => {
    expect(maskedPath(url)).toBe(path);
  });

  it('is bounded, whatever is sent', () => {
    expect(maskedPath(`/${'a'.repeat(9000)}`).length).toBeLessThanOrEqual(200);
    expect(maskedPath(`/${'a/'.repeat(5000)}`).split('/').length).toBeLessThanOrEqual(21);
  });
});

describe('pagePath', () => {
  it.each([
    ['/claims/abc', '', '/claims/:claimId', '/claims/:claimId'],
    ['/en/claims/abc', '/en', '/claims/:claimId', '/en/claims/:claimId'],
    ['/members/48213/card', '/members/48213', '/card', '/members/:id/card'],
    ['/en', '/en', '/', '/en'],
    ['/', '', '/', '/'],
    // A template that fits everything would make one page of many.
    ['/docs/a/b', '', '/docs/*splat', '/docs/a/b'],
    ['/regex/1', '', /regex/, '/regex/:id'],
    ['/listed/7', '', ['/listed/:n', '/other'], '/listed/:id'],
    ['/static/notice.html', '', undefined, '/static/notice.html'],
  ])('%s mounted at "%s" with the route %s counts as %s', (url, mount, route, path) => {
    expect(pagePath(url, mount, route)).toBe(path);
  });
});
