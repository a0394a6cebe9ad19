import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT, filesBelow, readText } from './project-files.ts';

const DOCUMENTS = filesBelow('.').filter((file) => file.endsWith('.md'));
const OUR_PATH = /`((?:packages|dashboards|examples|test|docs|\.ci)\/[\w./-]+)`/g;
const LINK = /\]\((?!https?:)([^)#\s]+)/g;

test.each(DOCUMENTS)('%s names only files that exist', (document) => {
  const text = readText(document);
  const named = [...text.matchAll(OUR_PATH)].map(([, path = '']) => path);
  const linked = [...text.matchAll(LINK)].map(([, path = '']) => join(dirname(document), path));
  const missing = [...named, ...linked].filter(
    (path) => !path.includes('NAME') && !existsSync(join(ROOT, path)),
  );
  expect(missing).toEqual([]);
});

const ANCHOR = /\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g;

/** Names that GitHub gives to the headings of a document. */
function anchorsIn(document: string): string[] {
  const headings = [...readText(document).matchAll(/^#{1,6} (.+)$/gm)].map(([, text = '']) => text);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

test.each(DOCUMENTS)('%s points to headings that exist', (document) => {
  const missing = [...readText(document).matchAll(ANCHOR)].filter(([, path = '', anchor = '']) => {
    const target = path === '' ? document : join(dirname(document), path);
    return !anchorsIn(target).includes(anchor);
  });
  expect(missing.map(([link]) => link)).toEqual([]);
});

interface MapRow {
  readonly row: string;
  readonly paths: readonly string[];
  readonly symbols: readonly string[];
}

/** The rows of the table "Where to change what". */
function mapRows(): MapRow[] {
  const [, section = ''] = readText('CONTRIBUTING.md').split('## Where to change what');
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| (\d+\..*)$/gm)].map(([, row = '']) => {
    const quoted = [...row.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
    const paths = quoted.filter((text) => /[/*]|\.(?:ts|tsx|sql|md)$/.test(text));
    const symbols = quoted.filter((text) => /^[A-Za-z]\w*[A-Z_]\w*$|^[a-z]{4,}$/.test(text));
    return { row: row.replace(/\s*\|.*/, ''), paths, symbols };
  });
}

const OUR_FILES = filesBelow('.');

/** Whether some file has the path, from the root or from wherever the row is about. */
function isThere(path: string): boolean {
  const pattern = path
    .replace('0002_NAME', '0001_traffic')
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*|NAME/g, '[^/]+');
  const found = new RegExp(`(?:^|/)${pattern}${path.endsWith('/') ? '' : '$'}`);
  return OUR_FILES.some((file) => found.test(file));
}

test.each(mapRows())('the map is right: $row', ({ paths, symbols }) => {
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
  const named = OUR_FILES.filter(
    (file) => /\.[jt]sx?$/.test(file) && paths.some((path) => isBelow(file, path)),
  ).map(readText);
  const missing = symbols.filter(
    (symbol) => !named.some((text) => new RegExp(String.raw`\b${symbol}\b`).test(text)),
  );
  expect(missing).toEqual([]);
});

/** Whether a file is the one that a path names, or in the folder. */
function isBelow(file: string, path: string): boolean {
  return path.endsWith('/') ? file.includes(path) : `/${file}`.endsWith(`/${path}`);
}

test('the map has its rows for pages, languages, captcha providers and commands', () => {
  const rows = mapRows().map(({ row }) => row);
  for (const what of ['a page to the dashboard', 'a language', 'a captcha provider', 'a command']) {
    expect(rows.some((row) => row.includes(`add ${what}`))).toBe(true);
  }
});
