import { expect, test } from '@jest/globals';
import { plainPage } from '../src/index.ts';

const PAGE = { language: 'ms', title: '<b>"Tutup"</b>', body: '<h1>Tutup</h1>' } as const;

test('escapes the title and keeps the body', () => {
  const html = plainPage(PAGE);
  expect(html).toContain('<title>&lt;b&gt;&quot;Tutup&quot;&lt;/b&gt;</title>');
  expect(html).toContain('<main><h1>Tutup</h1></main>');
  expect(html).toContain('<html lang="ms">');
});

test('has a style only with a nonce, which cannot end its attribute', () => {
  expect(plainPage(PAGE)).not.toContain('<style');
  expect(plainPage({ ...PAGE, nonce: '"><script>' })).toContain(
    '<style nonce="&quot;&gt;&lt;script&gt;">',
  );
});
