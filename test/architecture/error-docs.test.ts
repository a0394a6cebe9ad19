import { expect, test } from '@jest/globals';
import { filesBelow, readText } from './project-files.ts';

const CODE = /\b(?:ERR|WARN)_EMAS_[A-Z\d]+(?:_[A-Z\d]+)*/g;

function codesInSources(): Set<string> {
  const files = ['packages', 'dashboards']
    .flatMap(filesBelow)
    .filter(
      (file) => /\.tsx?$/.test(file) && !/^(?:packages\/[^/]+|dashboards)\/test\//.test(file),
    );
  return new Set(files.flatMap((file) => readText(file).match(CODE) ?? []));
}

/** Code to what its entry says. */
function entries(): Map<string, string> {
  const [, ...sections] = readText('docs/errors.md').split(/^### /m);
  return new Map(
    sections.map((section) => {
      const [title = '', ...text] = section.split('\n');
      return [title.trim().replaceAll('`', ''), text.join('\n').replace(/^## [^]*/m, '')];
    }),
  );
}

test('every code has its entry in docs/errors.md', () => {
  const documented = entries();
  const missing = [...codesInSources()].filter((code) => !documented.has(code));
  expect(missing.toSorted()).toEqual([]);
});

test('every entry in docs/errors.md is about a code that exists', () => {
  const known = codesInSources();
  const stale = [...entries().keys()].filter((code) => !known.has(code));
  expect(stale.toSorted()).toEqual([]);
});

test('no code is documented twice', () => {
  const titles = readText('docs/errors.md').match(/^### .+$/gm) ?? [];
  expect(titles).toHaveLength(new Set(titles).size);
});

test('every entry says what it means and what to do', () => {
  const thin = [...entries()].filter(
    ([, text]) => !/^\*\*Means:\*\* .{20,}/m.test(text) || !/^\*\*Do:\*\* .{20,}/m.test(text),
  );
  expect(thin.map(([code]) => code)).toEqual([]);
});
