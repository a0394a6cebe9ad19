import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EmasError } from '@emas/errors';
import { PageAsset, readAssetFile } from '@emas/page';
import type { RequestHandler } from 'express';

/** What the build left for a page's document to load; addresses relative to the mount path. */
export interface PageAssets {
  /** The page's one entry script, `assets/traffic-….js`. */
  readonly script: string;
  /** What that imports, so that browsers need not read it first to know. */
  readonly modules: readonly string[];
  /** In the order in which they hold. */
  readonly styles: readonly string[];
}

interface Chunk {
  readonly file: string;
  /** Names of other chunks in the manifest. */
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/**
 * Which files a page's document loads, from the manifest that the build leaves in `webDir`.
 *
 * @param webDir The folder of the built pages, `dist/web`.
 * @throws EmasError `ERR_EMAS_DASHBOARD_ASSETS`, when the page was not built.
 */
export function readAssets(webDir: string): (page: string) => PageAssets {
  const path = join(webDir, '.vite', 'manifest.json');
  const chunks = new Map(Object.entries(readManifest(path)).filter(isChunkEntry));
  return (page) => {
    const entry = `pages/${page}/web/page.tsx`;
    const found = chunks.get(entry);
    if (found === undefined) throw assetsError(`${path} names no script of the page "${page}".`);
    const all = withImports(entry, chunks);
    return {
      script: found.file,
      modules: all.filter((chunk) => chunk !== found).map(({ file }) => file),
      styles: [...new Set(all.flatMap(({ css = [] }) => css))],
    };
  };
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** Serves the files of the pages, which the build named by their content. */
export function assetHandler(webDir: string): RequestHandler {
  const folder = join(webDir, 'assets');
  const assets = new Map<string, PageAsset>();
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const file = readAssetFile(pathToFileURL(join(folder, name)));
    const path = `/${name}`;
    assets.set(path, new PageAsset({ path, type, file, isNamedByContent: true }));
  }
  return function emasDashboardAsset(req, res, next) {
    const asset = assets.get(req.path);
    if (asset === undefined) next();
    else asset.send(req, res.set('X-Content-Type-Options', 'nosniff'));
  };
}

/** A chunk and all that it imports, which comes before it: its styles are laid over theirs. */
function withImports(
  name: string,
  chunks: ReadonlyMap<string, Chunk>,
  seen: Set<string> = new Set(),
): Chunk[] {
  const chunk = chunks.get(name);
  if (chunk === undefined || seen.has(name)) return [];
  seen.add(name);
  const below = (chunk.imports ?? []).flatMap((other) => withImports(other, chunks, seen));
  return [...below, chunk];
}

function readManifest(path: string): object {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw assetsError(`The pages' manifest ${path} cannot be read.`, cause);
  }
  if (typeof manifest !== 'object' || manifest === null) {
    throw assetsError(`${path} is not a build manifest.`);
  }
  return manifest;
}

function isChunkEntry(entry: [string, unknown]): entry is [string, Chunk] {
  const [, chunk] = entry;
  return (
    typeof chunk === 'object' && chunk !== null && 'file' in chunk && typeof chunk.file === 'string'
  );
}

function assetsError(message: string, cause?: unknown): EmasError {
  return new EmasError('ERR_EMAS_DASHBOARD_ASSETS', message, {
    help: 'Build the pages first: npm run build.',
    cause,
  });
}
