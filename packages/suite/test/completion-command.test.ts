import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { quoted } from '../src/commands/completion/quoted.ts';
import { allCommands } from './all-commands.ts';
import { EMAS, runEmas } from './run-emas.ts';

const folder = mkdtempSync(join(tmpdir(), 'emas-completion-'));
const COMMANDS = await allCommands();
const scriptFile = (shell: string): string => join(folder, `emas.${shell}`);
const scripts = new Map<string, string>();
beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out, err } = await runEmas(['completion', shell]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    scripts.set(shell, out);
    writeFileSync(scriptFile(shell), out);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Calls what bash would call, for each line as if Tab were pressed at its end. */
const DRIVE = `
for line in "$@"; do
  COMP_WORDS=()
  while IFS= read -r -d '' word; do COMP_WORDS+=("$word"); done < <(printf '%s' "$line" | tr '|' '\\0')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  _emas
  printf '%s\\n' "\${COMPREPLY[*]}"
done`;

function bash(script: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    const all = ['--norc', '-u', '-c', script, 'bash', ...words];
    execFile('bash', all, { env, cwd: folder }, (_error, out, err) => resolve(`${out}${err}`));
  });
}

/** What bash offers; words are parted as bash does it, the last one is the one that is being written. */
async function offered(...lines: readonly (readonly string[])[]): Promise<string[][]> {
  const given = lines.map((words) => ['emas', ...words].map((word) => `${word}|`).join(''));
  // Without Node.js and without the command: the script has to know everything itself.
  const out = await bash(`source "$FILE"; ${DRIVE}`, given, {
    PATH: '/usr/bin:/bin',
    FILE: scriptFile('bash'),
  });
  const replies = out.replace(/\n$/, '').split('\n');
  expect(replies).toHaveLength(lines.length);
  return replies.map((reply) => reply.split(' ').filter((word) => word !== ''));
}
const completed = async (...words: readonly string[]): Promise<string[]> =>
  (await offered(words))[0] ?? [];

describe('in bash', () => {
  it('is registered by the line that the help gives', async () => {
    const script = `source <("$NODE" "$EMAS" completion bash); complete -p emas; ${DRIVE}`;
    const env = { ...process.env, NODE: process.execPath, EMAS };
    expect(await bash(script, ['emas|traf|'], env)).toBe(
      'complete -o default -F _emas emas\ntraffic\n',
    );
  });

  it('completes commands, and those of a group', async () => {
    const names = await completed('');
    expect(names).toEqual(
      expect.arrayContaining(['traffic', 'logs', 'init', 'config', 'completion', 'help']),
    );
    expect(names.filter((name) => name.startsWith('-'))).toEqual([]);
    expect(await completed('block')).toEqual(['block', 'blocks']);
    expect(await completed('logs', '')).toEqual(['tail', 'search', 'stats', 'verify', 'help']);
    expect(await completed('help', 'logs', '')).toEqual(['tail', 'search', 'stats', 'verify']);
    expect(await completed('nonsense')).toEqual([]);
  });

  it('completes the options of every command that there is, and no others', async () => {
    const replies = await offered(...COMMANDS.map(({ words }) => [...words, '--']));
    const expected = COMMANDS.map(({ command }) =>
      [...command.options.map(({ long }) => String(long)), '--help'].toSorted(),
    );
    expect(replies.map((reply) => reply.toSorted())).toEqual(expected);
  });

  it('completes the options of the command that the name of a group alone means', async () => {
    expect(await completed('incidents', '--st')).toEqual(['--state']);
    expect(await completed('incidents', '--state', 'o')).toEqual(['open']);
  });

  it('completes values, also behind =', async () => {
    expect(await completed('traffic', '--by', 'co')).toEqual(['country']);
    expect(await completed('traffic', '--by', '=', 'co')).toEqual(['country']);
    expect(await completed('traffic', '--by', '=')).toContain('page');
    expect(await completed('traffic', '--period', '')).toEqual(['today', '7d', '30d', '12mo']);
    expect(await completed('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('leaves to bash what it does not know: files, numbers', async () => {
    expect(await completed('traffic', '--data', 'em')).toEqual([]);
    expect(await completed('import', 'em')).toEqual([]);
  });

  it('knows the command behind options and their values', async () => {
    expect(await completed('logs', 'search', '--limit', '5', '--ev')).toEqual(['--event']);
  });
});

/** What each script has to have of a command. */
const LINES: readonly (readonly [
  shell: string,
  flag: (path: string, name: string) => RegExp,
  command: (path: string, name: string) => RegExp,
])[] = [
  [
    'zsh',
    (path, name) => new RegExp(`^ *\\('${path}'\\) items=\\(.*'--${name}:`, 'm'),
    (path, name) => new RegExp(`^ *\\('${path}'\\) items=\\(.*'${name}:`, 'm'),
  ],
  [
    'fish',
    (path, name) =>
      new RegExp(`^complete -c emas -n '__emas_at \\\\'${path}\\\\'' .*-l ${name} `, 'm'),
    (path, name) =>
      new RegExp(`^complete -c emas -n '__emas_at \\\\'${path}\\\\'' -a ${name} -d '`, 'm'),
  ],
];

describe.each(LINES)('in %s', (shell, flagLine, commandLine) => {
  it('has every command and every option', () => {
    const script = scripts.get(shell) ?? '';
    for (const { words, command } of COMMANDS) {
      const path = words.map((word) => `/${word}`).join('');
      const above = path.slice(0, path.lastIndexOf('/'));
      expect(script).toMatch(commandLine(above, command.name()));
      for (const { long } of command.options) {
        expect(script).toMatch(flagLine(path, (long ?? '').slice(2)));
      }
    }
  });

  it('quotes whatever is said of them', () => {
    const script = scripts.get(shell) ?? '';
    // Without what stands between quotes, nothing is left that a shell would read something into.
    const escaped = shell === 'fish' ? /'(?:[^'\\]|\\.)*'/g : /'[^']*'/g;
    const left = script
      .replace(/^#.*$/gm, '')
      .replaceAll(String.raw`'\''`, '')
      .replace(escaped, '');
    expect(script).toMatch(/app\S*'s days/);
    expect(left).not.toMatch(/['`]|\$\(/);
  });

  it('is read by the shell, where it is installed', () => {
    const { error, status, stderr } = spawnSync(shell, ['-n', scriptFile(shell)]);
    if (error !== undefined) expect(error).toMatchObject({ code: 'ENOENT' });
    else expect({ status, said: String(stderr) }).toEqual({ status: 0, said: '' });
  });
});

test.each([["it's"], ['$(id) `id` $HOME'], ['a "b" \\ c'], ["'"], ['é;|&<>*?[x]~!#']])(
  'a shell reads nothing into %j',
  (text) => {
    const { stdout } = spawnSync('bash', ['-c', `printf '%s' ${quoted(text)}`]);
    expect(String(stdout)).toBe(text);
  },
);

test.each([
  [[], /missing required argument 'shell'/],
  [['tcsh'], /Allowed choices are bash, zsh, fish/],
])('ends with 2 on %j', async (words, message) => {
  const { code, out, err } = await runEmas(['completion', ...words]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
});
