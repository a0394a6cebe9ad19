import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { OWN_FOLDER } from './app-folder.ts';
import type { State } from './app-folder.ts';
import { differencesTable } from './differences.ts';

/* What docs/mounting.md shows of this example is what the files are. UPDATE=1 writes it anew. */

const DOCUMENT = new URL('../../docs/mounting.md', OWN_FOLDER);
const SOURCES = fileURLToPath(new URL('src', OWN_FOLDER));

/** Changed lines between two states, as `diff` has them: the server, then the page. */
function diff(from: State, to: State): string {
  const { stdout, status } = spawnSync('diff', ['-r', '-N', '-U1', '-x', 'public', from, to], {
    cwd: SOURCES,
    encoding: 'utf8',
  });
  // 1: there are differences.
  if (status !== 1) throw new Error(`diff of ${from} and ${to} ended with ${status}.`);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('diff ') && !line.startsWith('--- '))
    // Neither times nor numbers of lines.
    .map((line) => line.replace(/^\+\+\+ \w+\/(\S+).*$/, '# $1').replace(/^@@.*$/, '@@'));
  return ['```diff', ...lines, '```'].join('\n');
}

const MADE: readonly (readonly [name: string, make: () => string])[] = [
  ['before → softly', () => diff('before', 'softly')],
  ['softly → strictly', () => diff('softly', 'strictly')],
  ['differences', differencesTable],
];

it.each(MADE)('docs/mounting.md has %s as the example has it', (name, make) => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const begin = `<!-- ${name}: made from examples/existing-app -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = text.split(begin);
  const [within, after] = rest?.split(end) ?? [];
  if (process.env['UPDATE'] === '1' && after !== undefined) {
    writeFileSync(DOCUMENT, `${before}${begin}\n\n${make()}\n\n${end}${after}`);
    return;
  }
  expect(within?.trim()).toBe(make());
});

it('the way in is a few lines, and the way to strictness not many more', () => {
  const changed = (text: string): number => text.match(/^[+-]/gm)?.length ?? 0;
  expect(changed(diff('before', 'softly'))).toBeLessThanOrEqual(5);
  expect(changed(diff('softly', 'strictly'))).toBeLessThanOrEqual(60);
});
