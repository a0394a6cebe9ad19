import { expect, test } from '@jest/globals';
import { filesBelow, readText, workspaces } from './project-files.ts';

const FILES = filesBelow('.').filter(
  (file) => !file.startsWith('test/screenshots/') && !/^examples\/[^/]+\/data\//.test(file),
);
const SOURCES = workspaces()
  .flatMap(({ folder }) => ['src', 'frame', 'drawings', 'pages'].map((part) => `${folder}/${part}`))
  .flatMap(filesBelow)
  .filter((file) => /\.[jt]sx?$/.test(file) && !file.endsWith('.config.ts'));

function sourcesWith(pattern: RegExp): string[] {
  return SOURCES.filter((file) => pattern.test(readText(file)));
}

test('there is something to look at', () => {
  expect(SOURCES.length).toBeGreaterThan(50);
  expect(FILES).toContain('package.json');
});

test('no file or folder is named for having no subject', () => {
  const vague = FILES.filter((file) =>
    /(?:^|\/)(?:utils?|helpers?|common|misc)(?:[./]|$)/.test(file),
  );
  expect(vague).toEqual([]);
});

test('exports are named one by one', () => {
  expect(sourcesWith(/^export \*/m)).toEqual([]);
});

test('there are no default exports', () => {
  expect(sourcesWith(/^export (?:default\b|\{[^}]*\bas default\b)/m)).toEqual([]);
});

test('no file names a place on the machine it was written on', () => {
  // Put together here, so that this file does not name them either.
  const places = new RegExp(`(?<![\\w.~-])/(?:${['work', 'root'].join('|')})/`);
  expect(textFiles().filter((file) => places.test(readText(file)))).toEqual([]);
});

test('no file names a package registry', () => {
  const registries = new RegExp(
    [
      // A host, not a field of something that is called a registry.
      '(?://|@)registry\\.',
      'registry\\.(?:[a-z0-9-]+\\.)+(?:org|com|net|io|dev|cloud|my|local|lan|internal|corp)\\b',
      'registry=',
      '"resolved": "http',
    ].join('|'),
    'i',
  );
  const own = 'test/architecture/source-shape.test.ts';
  const found = textFiles().filter((file) => file !== own && registries.test(readText(file)));
  expect(found).toEqual([]);
});

function textFiles(): string[] {
  return FILES.filter((file) => !/\.(?:gz|ico|jpe?g|mmdb|png|webp|woff2?)$/i.test(file));
}
