import { describe, expect, it } from '@jest/globals';
import { SEED } from '../../../test/runner/repetition.ts';
import { maskedPath, pageName, pagePath } from '../src/record/page-path.ts';
import { randomFrom } from '../../../test/runner/random-from.js';

describe('maskedPath', () => {
  it.each([
    ['/claims/48213', '/claims/:id'],
    ['/claims/CLM-2026-000123', '/claims/:id'],
    ['/claims/CLM-2026-000123.html', '/claims/:id'],
    ['/claims/CLM-20261123', '/claims/:id'],
    ['/letters/GL-48213.php', '/letters/:id'],
    ['/policy/EM-2048-7731', '/policy/:id'],
    ['/members/member-4711', '/members/:id'],
    ['/members/KL4821', '/members/:id'],
    ['/blog/2026/48213', '/blog/2026/:id'],
    ['/members/7b1d2c9e-5a0f-4c1d-9a55-0c2b6c1f7a11/card', '/members/:id/card'],
    // Identity cards.
    ['/members/850101-14-5678', '/members/:id'],
    ['/members/850101145678', '/members/:id'],
    ['/members/850505_10_5555', '/members/:id'],
    ['/members/850505.10.5555', '/members/:id'],
    ['/members/850505%2010%205555', '/members/:id'],
    ['/members/IC-850505-10-5555', '/members/:id'],
    ['/members/siti-850101145678.html', '/members/:id'],
    ['/claims/MYKAD850505105555.html', '/claims/:id'],
    ['/claims/850505-10-5555.pdf.html', '/claims/:id'],
    // Digits of other scripts: full-width, Arabic, Persian, Devanagari, Tamil.
    ['/members/８５０５０５１０５５５５', '/members/:id'],
    ['/members/٨٥٠٥٠٥١٠٥٥٥٥', '/members/:id'],
    ['/members/۸۵۰۵۰۵۱۰۵۵۵۵', '/members/:id'],
    ['/members/८५०५०५-१०-५५५५', '/members/:id'],
    ['/members/௮௫௦௫௦௫௧௦௫௫௫௫', '/members/:id'],
    // Telephones.
    ['/call/012-345-6789', '/call/:id'],
    ['/phone/012-345 6789', '/phone/:id'],
    ['/phone/+60123456789', '/phone/:id'],
    ['/phone/(03)%202345%206789', '/phone/:id'],
    // Birthdays.
    ['/dob/1985-01-14', '/dob/:date'],
    ['/dob/2019-05-03', '/dob/:date'],
    ['/birthday/2019/05/03', '/birthday/:date/:date/:date'],
    ['/patients/14-01-1985', '/patients/:date'],
    ['/patients/siti-1985-01-14', '/patients/:date'],
    // E-mail addresses.
    ['/invite/siti%40example.com', '/invite/:email'],
    ['/members/siti%2540example.com', '/members/:email'],
    ['/members/siti＠example.com', '/members/:email'],
    // Secrets by their look.
    ['/x/3f9a8b7c6d5e4f3a2b1c', '/x/:token'],
    ['/x/aB3xYz9KdQ7mN2pR5tVw', '/x/:token'],
    ['/x/k3J9x2', '/x/:token'],
    ['/x/kx7qv2mp9z4t', '/x/:token'],
    ['/s/JBSWY3DPEHPK3PXP', '/s/:token'],
    ['/s/JBSWYDPEHPKPXPQR', '/s/:token'],
    ['/t/1a2b3c4d5e6f', '/t/:token'],
    ['/x/kQzXwYpLmNoRsT', '/x/:token'],
    ['/x/V1StGXR8_Z5jdHi6B-myT', '/x/:token'],
    ['/x/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/x/:token'],
    ['/x/9fceb02.html', '/x/:token'],
    [
      '/x/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
      '/x/:token',
    ],
    // Secrets by where they stand.
    ['/verify/k3J9x2', '/verify/:token'],
    ['/invite/kx7qv2mp9z4t', '/invite/:token'],
    ['/reset/abcdefghijklmnop', '/reset/:token'],
    ['/invite/kQzXwYpLmNoRsT', '/invite/:token'],
    ['/confirm-email/sunny-day', '/confirm-email/:token'],
    ['/reset-password/email/abcd', '/reset-password/email/:token'],
    ['/resetPassword/abcd', '/resetPassword/:token'],
    ['/magic-link/foo', '/magic-link/:token'],
    ['/unsubscribe/siti', '/unsubscribe/:token'],
    ['/otp/123456', '/otp/:token'],
    ['/token/abcd/done', '/token/:token/done'],
    ['/hosts/192.168.1.14', '/hosts/:id'],
  ])('%s is of one person or case, and counts as %s', (url, path) => {
    expect(maskedPath(url)).toBe(path);
  });

  it.each([
    ...['/', '/claims', '/about/our-story', '/index.html', '/static/notice.html', '/c-section'],
    ...['/blog/2026/11/23/notice', '/blog/2026/11', '/blog/1998/05/01', '/2026', '/budget-2026'],
    ...['/docs/release-20261123.html', '/blog/2026-11-23-notice', '/blog/notice_2026.11.23.pdf'],
    ...['/reports/2020-2025', '/annual-report-2026.pdf.html', '/q4-2026-results', '/office-2019'],
    ...['/v2', '/api/v1/docs', '/releases/2.1.0', '/releases/v10.4', '/releases/3.0.0-rc1'],
    ...['/covid-19-vaccine', '/covid-19-2020-2021', '/covid19', '/top-10-clinics', '/H1N1'],
    ...['/top-100-hospitals', '/how-to-claim-in-10-steps', '/5-ways-to-lose-10kg-in-30-days'],
    ...['/iso-9001-2015', '/vitamin-b12', '/omega-3-6-9', '/products/3m-n95-mask', '/t3-t4-tests'],
    ...['/HbA1c-test', '/PM2.5-haze', '/SARS-CoV-2', '/24-7-helpline', '/24x7-care', '/B2B'],
    ...['/iPhone15ProMax', '/Web3Summit', '/macOS14', '/ClinicLocatorPage', '/h264-x265'],
    ...['/face2face', '/krankenversicherungsvergleich', '/strengths', '/klinik/中央'],
    ...['/perubatan/penyakit-kencing-manis', '/panel-clinics-wilayah-persekutuan', '/akta-709'],
    ...['/verify', '/reset-password', '/reset-password/sent', '/verify/email', '/invite/success'],
    ...['/how-to-reset-your-password/comments', '/birthday', '/clinics/kuala-lumpur'],
  ])('%s is nobody, and stays', (url) => {
    expect(maskedPath(url)).toBe(url);
  });

  it.each([
    ['//claims//', '/claims'],
    ['/clinics/kuala-lumpur?q=heart&ic=850101145678', '/clinics/kuala-lumpur'],
    ['/a;jsessionid=3f9a8b7c6d5e4f3a', '/a'],
    ['/klinik/%E4%B8%AD%E5%A4%AE', '/klinik/中央'],
    ['/our%2520clinics', '/our clinics'],
    ['/broken/%E4%B8', '/broken/%E4%B8'],
    ['/evil%00%1B[31m%E2%80%AEtxt', '/evil[31mtxt'],
    // Whole addresses (RFC 9112 §3.2.2).
    ['https://portal.example/claims/48213?x=1', '/claims/:id'],
    ['http://example.mobi', '/'],
    ['HTTP://portal.example?x', '/'],
  ])('%s is shown as %s', (url, path) => {
    expect(maskedPath(url)).toBe(path);
  });

  it.each([
    [
      'letters and digits',
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
      12,
      0.95,
    ],
    [
      'letters and digits',
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
      8,
      0.8,
    ],
    ['small letters and digits', 'abcdefghijklmnopqrstuvwxyz0123456789', 12, 0.9],
    ['base32', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16, 0.95],
    ['letters', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 16, 0.95],
    ['small letters', 'abcdefghijklmnopqrstuvwxyz', 16, 0.9],
  ])(`tells a secret of %s from a word, seed ${SEED}`, (_, alphabet, length, least) => {
    const random = randomFrom(SEED);
    const drawn = Array.from({ length: 1000 }, () =>
      Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''),
    );
    const masked = drawn.filter((secret) => maskedPath(`/x/${secret}`) !== `/x/${secret}`);
    expect(masked.length / drawn.length).toBeGreaterThan(least);
  });

  it('is bounded, whatever is sent', () => {
    expect(maskedPath(`/${'a'.repeat(9000)}`).length).toBeLessThanOrEqual(200);
    expect(maskedPath(`/${'a/'.repeat(5000)}`).split('/').length).toBeLessThanOrEqual(21);
    expect(maskedPath(`/${'٨'.repeat(9000)}`)).toBe('/:id');
    expect(maskedPath(`/${'1-'.repeat(9000)}`)).toBe('/:id');
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

  it.each([
    ['/opt{/:x}', {}, '/opt'],
    ['/opt{/:x}', { x: '7' }, '/opt/:x'],
    ['/opt{/:x{/:y}}', { x: '7' }, '/opt/:x'],
    ['/opt{/:x{/:y}}', { x: '7', y: '8' }, '/opt/:x/:y'],
    ['{/:lang}/claims', {}, '/claims'],
    ['/:"from-to"', { 'from-to': 'x' }, '/:from-to'],
    // Express 4.
    ['/opt/:x?', {}, '/opt'],
    ['/opt/:x?', { x: '7' }, '/opt/:x'],
    ['/opt{/:x}', undefined, '/opt/:x?'],
    ['/opt/:x?', undefined, '/opt/:x?'],
  ])('%s with %j is read as %s', (route, params, path) => {
    expect(pagePath('/opt/7', '', route, params)).toBe(path);
  });
});

describe('pageName', () => {
  it.each([
    ['/search?name=Siti+Aminah#top', '/search'],
    ['https://portal.example/search?name=Siti+Aminah', '/search'],
    ['Blog: first post', 'Blog: first post'],
    ['/blog/first-post', '/blog/first-post'],
    ['  Home ', 'Home'],
    ['Claim 850101145678', ':id'],
    ['/members/siti@example.com', '/members/:email'],
    [' ', undefined],
    [undefined, undefined],
    [48213, undefined],
  ])('%j is %j', (given, name) => {
    expect(pageName(given)).toBe(name);
  });

  it('is bounded', () => {
    expect(pageName('our clinics '.repeat(900))?.length).toBeLessThanOrEqual(200);
  });
});
