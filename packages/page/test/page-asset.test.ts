import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { PageAsset, readAssetFile } from '../src/index.ts';

const SCRIPT = 'export const words = "one two three four five six seven";\n'.repeat(40);
const PATH = '/page.js';
let folder = '';
const inFolder = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-asset-'));
  writeFileSync(inFolder('page.js'), SCRIPT);
  writeFileSync(inFolder('page.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(inFolder('page.js.gz'), gzipSync(SCRIPT));
});

afterEach(() => rmSync(folder, { recursive: true }));

function site(more: { readonly isNamedByContent?: boolean } = {}): {
  readonly app: express.Application;
  readonly url: string;
} {
  const file = readAssetFile(pathToFileURL(inFolder('page.js')));
  const asset = new PageAsset({ path: PATH, type: 'text/javascript', file, ...more });
  const app = express();
  app.get(PATH, (req, res) => asset.send(req, res));
  return { app, url: asset.url };
}

describe('a file of a page', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0.2, gzip;q=0.8', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['deflate', undefined],
    ['identity', undefined],
    ['identity, br;q=0.5', undefined],
    ['gzip;q=0, br;q=0', undefined],
    ['identity;q=0, gzip;q=0, br;q=0', undefined],
  ])('is sent to a browser that accepts "%s" as %s', async (accepted, packing) => {
    const { app, url } = site();
    const answer = await request(app).get(url).set('Accept-Encoding', accepted);
    expect(answer.headers['content-encoding']).toBe(packing);
    expect(answer.text).toBe(SCRIPT);
    expect(answer.headers['content-type']).toMatch(/^text\/javascript/);
    expect(answer.headers['cache-control']).toContain('immutable');
    // Or a cache in between would hand one form to everybody.
    expect(answer.headers['vary']).toContain('Accept-Encoding');
    const bytes = Number(answer.headers['content-length']);
    if (packing === undefined) expect(bytes).toBe(SCRIPT.length);
    else expect(bytes).toBeLessThan(SCRIPT.length / 2);
  });

  it('has another ETag in each form, by which it is not sent again', async () => {
    const { app, url } = site();
    const tags = new Set<string>();
    for (const accepted of ['br', 'gzip', 'identity']) {
      const get = (): request.Test => request(app).get(url).set('Accept-Encoding', accepted);
      const tag = (await get()).headers['etag'] ?? '';
      tags.add(tag);
      await get()
        .set('If-None-Match', tag)
        .expect(304)
        .expect('Vary', /Accept-Encoding/);
      const other = accepted === 'br' ? 'gzip' : 'br';
      const asOther = request(app).get(url).set('Accept-Encoding', other);
      await asOther.set('If-None-Match', tag).expect(200);
    }
    expect(tags.size).toBe(3);
  });

  it('is sent as it is where a packed form holds something else, or is cut short', async () => {
    writeFileSync(inFolder('page.js.br'), brotliCompressSync('of the build before'));
    writeFileSync(inFolder('page.js.gz'), gzipSync(SCRIPT).subarray(0, 40));
    const { app, url } = site();
    const answer = await request(app).get(url).set('Accept-Encoding', 'br, gzip');
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.text).toBe(SCRIPT);
  });

  it('is kept for a year under the address that names this version, and asked for again under others', async () => {
    const { app, url } = site();
    expect(url).toMatch(/^\/page\.js\?v=[\w-]{12}$/);
    await request(app).get(`${PATH}?v=older`).expect('Cache-Control', 'no-cache');
    const named = site({ isNamedByContent: true });
    expect(named.url).toBe(PATH);
    await request(named.app)
      .get(PATH)
      .expect('Cache-Control', /max-age=31536000, immutable/);
  });
});
