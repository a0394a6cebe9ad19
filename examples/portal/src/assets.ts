import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { PageAsset } from '@emas/page';
import express from 'express';
import type { RequestHandler } from 'express';

/** The same folders from `src` and from `dist`. */
const PUBLIC = new URL('../public/', import.meta.url);
const STYLES = new URL('../styles/', import.meta.url);

/** One sheet for all pages, in the order in which later rules win over earlier ones. */
const SHEETS = [
  ...['colours-and-text', 'header', 'page', 'home', 'forms', 'clinics', 'records', 'prose'],
  ...['modes', 'from-the-suite'],
];

export const stylesheet: PageAsset = readStylesheet();

/** Packed as the process starts: it is small. */
function readStylesheet(): PageAsset {
  const texts = SHEETS.map((name) => readFileSync(new URL(`${name}.css`, STYLES), 'utf8'));
  const body = Buffer.from(texts.join('\n'));
  const packed = new Map([
    ['br', brotliCompressSync(body)],
    ['gzip', gzipSync(body)],
  ] as const);
  return new PageAsset({ path: '/assets/portal.css', type: 'text/css', file: { body, packed } });
}

/** Cached for a week: {@link assetUrl} changes with the content, so nobody sees an old one. */
export function serveAssets(): RequestHandler {
  const files = express.static(fileURLToPath(PUBLIC), {
    ...{ index: false, maxAge: '7d', redirect: false },
  });
  return function portalAssets(req, res, next) {
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    if (isRead && req.path === '/portal.css') stylesheet.send(req, res);
    else files(req, res, next);
  };
}

export function assetUrl(name: string): string {
  const content = readFileSync(new URL(name, PUBLIC));
  const mark = createHash('sha256').update(content).digest('base64url').slice(0, 10);
  return `/assets/${name}?v=${mark}`;
}
