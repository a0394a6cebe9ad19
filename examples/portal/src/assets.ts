import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { RequestHandler } from 'express';

/** The same folder from `src` and from `dist`. */
const PUBLIC = new URL('../public/', import.meta.url);

/** Cached for a week: {@link assetUrl} changes with the content, so nobody sees an old one. */
export function serveAssets(): RequestHandler {
  return express.static(fileURLToPath(PUBLIC), { index: false, maxAge: '7d', redirect: false });
}

export function assetUrl(name: string): string {
  const content = readFileSync(new URL(name, PUBLIC));
  const mark = createHash('sha256').update(content).digest('base64url').slice(0, 10);
  return `/assets/${name}?v=${mark}`;
}
