import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { builtPage } from '@emas/page';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-page-'));
  file = join(folder, 'index.html');
});
afterEach(() => rmSync(folder, { recursive: true }));

function site(html: string, nonce: unknown = 'bm9uY2U='): Application {
  writeFileSync(file, html);
  const app = express();
  app.use((_req, res, next) => {
    if (nonce !== undefined) res.locals['nonce'] = nonce;
    next();
  });
  app.use(builtPage(file));
  app.use((_req, res) => void res.status(404).send('the next handler'));
  return app;
}

const sent = async (html: string, nonce?: unknown): Promise<string> =>
  (await request(site(html, nonce)).get('/')).text;

describe('a built page', () => {
  it.each([
    ['a script', '<script src=/a.js></script>', '<script nonce="bm9uY2U=" src=/a.js></script>'],
    [
      'a module',
      '<script type="module">1</script>',
      '<script nonce="bm9uY2U=" type="module">1</script>',
    ],
    ['styles', '<style>a{}</style>', '<style nonce="bm9uY2U=">a{}</style>'],
    [
      'a preload',
      '<link rel="modulepreload" href="/a.js">',
      '<link nonce="bm9uY2U=" rel="modulepreload" href="/a.js">',
    ],
    [
      'a nonce of the bundler',
      '<script nonce="PLACEHOLDER" src=a></script>',
      '<script nonce="bm9uY2U=" src=a></script>',
    ],
    ['an empty one', '<script nonce src=a></script>', '<script nonce="bm9uY2U=" src=a></script>'],
    [
      'styles without scripts',
      '<noscript><style>a{}</style></noscript>',
      '<noscript><style nonce="bm9uY2U=">a{}</style></noscript>',
    ],
    ['SCRIPT in capitals', '<SCRIPT>1</SCRIPT>', '<SCRIPT nonce="bm9uY2U=">1</SCRIPT>'],
  ])('has the nonce of its response in %s', async (_name, before, after) => {
    expect(await sent(`<!doctype html><body>${before}`)).toContain(after);
  });

  it.each([
    ['data', '<script type="application/json">{}</script>'],
    ['what is only text', '<p>&lt;script&gt;</p><textarea><script></script></textarea>'],
    ['what is in a comment', '<!-- <script src=a></script> -->'],
    ['an icon', '<link rel="icon" href="/i.png">'],
    ['text in a script', `<p data-x='<script>'></p>`],
  ])('leaves %s as it is', async (_name, markup) => {
    const html = `<!doctype html><body>${markup}`;
    expect(await sent(html)).toBe(html);
  });

  it('says the nonce to loaders, before any script, once', async () => {
    const text = await sent('<!doctype html><html><head><script src=a></script></head></html>');
    expect(text).toBe(
      '<!doctype html><html><head><meta property="csp-nonce" nonce="bm9uY2U="><script nonce="bm9uY2U=" src=a></script></head></html>',
    );
    const own = '<html><head><meta property="csp-nonce" nonce="x"></head></html>';
    expect(await sent(own)).toBe(own.replace('"x"', '"bm9uY2U="'));
  });

  it('is as it was built where nobody made a nonce', async () => {
    const html = '<html><head><script src=a></script></head></html>';
    writeFileSync(file, html);
    const app = express();
    app.use(builtPage(file));
    expect((await request(app).get('/')).text).toBe(html);
  });

  it('cannot be broken out of by a nonce', async () => {
    expect(await sent('<script src=a></script>', '"><img src=x>')).not.toContain('<img');
  });

  it('is kept by no cache, and answers for each address of its own router', async () => {
    const { headers, status } = await request(site('<p>page')).get('/claims/7');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('private, no-cache');
    expect(headers['content-type']).toMatch(/^text\/html/);
  });

  it('leaves to others what asks for no page', async () => {
    const app = site('<p>page');
    expect((await request(app).post('/')).text).toBe('the next handler');
    expect((await request(app).get('/api').set('Accept', 'application/json')).status).toBe(404);
  });

  it('is read anew once it is built anew, and stays while it is away', async () => {
    const app = site('<p>old');
    expect((await request(app).get('/')).text).toContain('old');
    renameSync(file, `${file}.away`);
    expect((await request(app).get('/')).text).toContain('old');
    writeFileSync(file, '<p>new one');
    expect((await request(app).get('/')).text).toContain('new one');
  });

  it('that is not there stops the start, and says which', () => {
    expect(() => builtPage(join(folder, 'none.html'))).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_PAGE_FILE',
        message: expect.stringContaining('none.html'),
      }),
    );
  });
});
