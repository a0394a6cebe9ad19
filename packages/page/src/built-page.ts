import { readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import escapeHtml from 'escape-html';
import { EmasError } from '@emas/errors';
import type { Request, RequestHandler, Response } from 'express';
import { readMarkup } from './markup-parts.ts';
import type { MarkupPart } from './markup-parts.ts';
import { pageNonce } from './page-nonce.ts';

/**
 * Sends the page that a bundler built, `dist/index.html`, with the response's nonce in each script, style and
 * preload, so that a strict policy lets it run. A page that has routes of its own is mounted last:
 * `app.use(builtPage('dist/index.html'))`.
 *
 * It adds `<meta property="csp-nonce">`, by which Vite's own loader finds the nonce; for webpack, set
 * `__webpack_nonce__` from it. A page that is built anew is read anew. Other methods than GET and HEAD, and
 * requests that accept no HTML, go on to the next handler.
 *
 * @param file The page, seen from the working folder.
 * @throws EmasError `ERR_EMAS_PAGE_FILE` where it cannot be read.
 */
export function builtPage(file: string): RequestHandler {
  let built = read(file);
  async function current(): Promise<BuiltPage> {
    // While a page is being built anew there may be none: the one of before is still good.
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && versionOf(found) !== built.version) built = read(file);
    return built;
  }
  return function emasBuiltPage(req, res, next) {
    if (!isForPage(req)) {
      next();
      return;
    }
    current().then((page) => send(page, res), next);
  };
}

/** A page in pieces, a nonce between each two. */
interface BuiltPage {
  readonly version: string;
  readonly pieces: readonly string[];
  readonly html: string;
}

function isForPage(req: Request): boolean {
  return (req.method === 'GET' || req.method === 'HEAD') && req.accepts('html') !== false;
}

function send({ pieces, html }: BuiltPage, res: Response): void {
  const nonce = pageNonce(res);
  // The nonce is for one answer: a page that is kept would come with one that opens nothing.
  res.setHeader('Cache-Control', 'private, no-cache');
  res.type('html').send(nonce === undefined ? html : pieces.join(`nonce="${escapeHtml(nonce)}"`));
}

function versionOf({ mtimeMs, size }: { mtimeMs: number; size: number }): string {
  return `${mtimeMs} ${size}`;
}

/** @throws EmasError `ERR_EMAS_PAGE_FILE`. */
function read(file: string): BuiltPage {
  try {
    const version = versionOf(statSync(file));
    const html = readFileSync(file, 'utf8');
    return { version, pieces: inPieces(html), html };
  } catch (cause) {
    throw new EmasError('ERR_EMAS_PAGE_FILE', `builtPage: ${file} cannot be read.`, {
      cause,
      help: 'Build the page before the app starts, or give the file that the bundler writes.',
    });
  }
}

/** Where a nonce goes, and what stands round it there. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly before: string;
  readonly after: string;
}

function inPieces(html: string): string[] {
  const pieces: string[] = [];
  let [start, carried] = [0, ''];
  for (const { from, to, before, after } of placesIn(html)) {
    pieces.push(`${carried}${html.slice(start, from)}${before}`);
    [start, carried] = [to, after];
  }
  return [...pieces, `${carried}${html.slice(start)}`];
}

function placesIn(html: string): Place[] {
  const { parts, headAt, hasNonceMeta } = readMarkup(html);
  const places = parts.flatMap(({ kind, nonceAt: [from, to] }): Place[] =>
    WITH_NONCE.has(kind) ? [{ from, to, before: from === to ? ' ' : '', after: '' }] : [],
  );
  if (headAt !== undefined && !hasNonceMeta) {
    // Before any script: what runs first may load what needs it.
    const before = '<meta property="csp-nonce" ';
    places.push({ from: headAt, to: headAt, before, after: '>' });
  }
  return places.toSorted((one, other) => one.from - other.from);
}

const WITH_NONCE: ReadonlySet<MarkupPart['kind']> = new Set(['script', 'style', 'preload', 'meta']);
