import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { allCommands } from './all-commands.ts';

/* A command line in a document is copied as it stands: each names a command that there is, with its own flags. */

const ROOT = new URL('../../../', import.meta.url);
const DOCUMENTS = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...readdirSync(new URL('docs/', ROOT)).map((name) => `docs/${name}`),
  ...readdirSync(new URL('packages/', ROOT)).map((name) => `packages/${name}/README.md`),
  ...readdirSync(new URL('examples/', ROOT)).map((name) => `examples/${name}/README.md`),
].filter((path) => path.endsWith('.md'));

/** What a key is derived with, and no command. */
const KEY_LABEL = 'emas log chain';
const COMMANDS = await allCommands();
const GROUPS = new Set(COMMANDS.flatMap(({ words: [first = ''] }) => first));

/** Each `emas …` in code, up to what a shell does with it next. */
function commandLines(text: string): string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n([^]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  );
  const spans = [...text.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, span = '']) => span,
  );
  return [...blocks, ...spans].flatMap((line) => {
    const [, words] = /^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:npx )?emas ([a-z][^#|<>]*)/.exec(line) ?? [];
    return words === undefined || line === KEY_LABEL ? [] : [words.trim()];
  });
}

/** What is wrong with a command line; '' where it is right. */
function faultOf(line: string): string {
  const words = line.split(/\s+/);
  const [first = ''] = words;
  if (first === 'help') return '';
  if (!GROUPS.has(first)) return /^[a-z]+$/.test(first) ? `no command ${first}` : '';
  const meant = COMMANDS.filter(({ words: own }) => own.every((word, at) => words[at] === word));
  // The name of a group alone means one of its commands, or all of them in a text.
  const all = meant.length > 0 ? meant : COMMANDS.filter(({ words: own }) => own[0] === first);
  const known = new Set(all.flatMap(({ command }) => command.options.map(({ long }) => long)));
  const flags = words.flatMap((word) => /^(--[a-z-]+)/.exec(word)?.[1] ?? []);
  const strange = flags.filter((flag) => flag !== '--help' && !known.has(flag));
  return strange.length === 0 ? '' : `${all[0]?.name ?? first} has no ${strange.join(', ')}`;
}

it.each(DOCUMENTS)('%s names commands that there are', (path) => {
  const lines = commandLines(readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8'));
  const faults = lines.map((line) => [line, faultOf(line)]).filter(([, fault]) => fault !== '');
  expect(faults).toEqual([]);
});

it('sees a command that there is not, and a flag that it does not have', () => {
  expect(commandLines('`emas lgos tail` and\n```\n$ npx emas logs tail --folow # x\n```')).toEqual([
    'logs tail --folow',
    'lgos tail',
  ]);
  expect(faultOf('lgos tail')).toBe('no command lgos');
  expect(faultOf('logs tail --folow')).toBe('logs tail has no --folow');
  expect(faultOf('logs tail --json')).toBe('');
});
