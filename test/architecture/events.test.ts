import { expect, test } from '@jest/globals';
import { CATALOGUE } from '@emas/events';
import { filesBelow, readText } from './project-files.ts';

const EMIT = /\.(?:emit|event)\(\s*(?:'([^']+)'|([^)\s,]+))/g;

/** Names that somebody emits on a bus or logs by, with the file. Streams' own events have no underscore. */
function emitted(): { readonly name: string; readonly file: string }[] {
  const files = ['packages', 'dashboards', 'examples']
    .flatMap(filesBelow)
    .filter((file) => /\/(?:src|server)\/.*\.ts$/.test(file));
  return files.flatMap((file) =>
    [...readText(file).matchAll(EMIT)]
      .map(([, name = '']) => ({ name, file }))
      .filter(({ name }) => name.includes('_')),
  );
}

test('nothing emits an event that is not in the catalogue', () => {
  expect(emitted().filter(({ name }) => !Object.hasOwn(CATALOGUE, name))).toEqual([]);
});

test('everything in the catalogue is emitted by somebody', () => {
  const named = new Set(
    ['packages', 'dashboards', 'examples']
      .flatMap(filesBelow)
      .filter((file) => /\/(?:src|server)\/.*\.ts$/.test(file) && !file.includes('/catalogue/'))
      .flatMap((file) => readText(file).match(/'[a-z]+(?:_[a-z]+)+'/g) ?? [])
      .map((name) => name.slice(1, -1)),
  );
  expect(Object.keys(CATALOGUE).filter((name) => !named.has(name))).toEqual([]);
});
