import { describe, expect, it, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { allCommands } from './all-commands.ts';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const emas = (...words: readonly string[]): Promise<Ended> => runEmas(words);

const COMMANDS = await allCommands();

test('every command that there is', () => {
  expect(COMMANDS.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'import',
      'forget',
      'logs tail',
      'consent export',
      'unblock',
      'doctor',
    ]),
  );
});

describe.each(COMMANDS)('emas $name', ({ words, name, command }) => {
  it('has --json', () => {
    expect(command.options.map(({ long }) => long)).toContain('--json');
  });

  it('says what it is, and what each argument and option is', () => {
    const texts = [
      command.summary(),
      command.description(),
      ...command.registeredArguments.map(({ description }) => description),
      ...command.options.map(({ description }) => description),
    ];
    expect(texts.filter((text) => text.length < 2)).toEqual([]);
    expect(command.summary()).toMatch(/^[a-z]/);
    expect(command.description()).toMatch(/^[A-Z].*\.$/);
  });

  it('has examples of itself, with options that it has', async () => {
    const { code, out: help } = await emas(...words, '--help');
    expect(code).toBe(0);
    const examples = /Examples:\n((?: {2}.*\n)+)/.exec(help)?.[1]?.trimEnd().split('\n') ?? [];
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const [, own = ''] = example.split(`emas ${name}`);
      const [called = ''] = own.split(/ [|>] /);
      expect(example).toContain(`emas ${name}`);
      const options = called.match(/--[a-z-]+/g) ?? [];
      expect(unknownTo(command, options)).toEqual([]);
    }
  });

  it('fits 80 columns', async () => {
    const { out } = await emas(...words, '--help');
    const [, notes = ''] = out.split(/Examples:\n(?: {2}.*\n)+/);
    expect(notes.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('ends with 2 where an option is misspelt, and says what was meant', async () => {
    const { code, err: said } = await emas(...words, '--jsn');
    expect(code).toBe(2);
    expect(said).toBe(
      `emas: unknown option '--jsn'\n(Did you mean --json?)\n(emas ${name} --help has examples)\n`,
    );
  });

  it('is what emas help shows under its name', async () => {
    const { out: byOption } = await emas(...words, '--help');
    expect(await emas('help', ...words)).toEqual({ code: 0, out: byOption, err: '' });
  });
});

function unknownTo(command: Command, options: readonly string[]): readonly string[] {
  const known = command.options.map(({ long }) => long);
  return options.filter((option) => !known.includes(option));
}

const READING = COMMANDS.filter(({ command }) =>
  command.registeredArguments.some((argument) => argument.name() === 'folder'),
);

describe.each(READING)('emas $name, which reads a folder of logs', ({ words, command }) => {
  const number = command.registeredArguments.length === 2 ? ['7K3M-9QXD-2F5H-0BVA'] : [];

  it('ends with 3 where there is none, and names it and the fix', async () => {
    const { code, err: said, out: shown } = await emas(...words, '/nowhere/logs', ...number);
    expect({ code, shown }).toEqual({ code: 3, shown: '' });
    expect(said).toBe(
      'emas: The log folder /nowhere/logs does not exist. Give the folder that the app passes to createLogger({ folder }).\n',
    );
  });
});

describe('emas', () => {
  it.each([[[]], [['--help']], [['help']]])('shows what there is: %j', async (words) => {
    const { code, out: help, err: said } = await emas(...words);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    for (const { command } of COMMANDS) expect(help).toContain(command.name());
    expect(help).toMatch(/Examples:\n(?: {2}emas .*\n){3}\n/);
    for (const number of ['0', '1', '2', '3', '130']) {
      expect(help).toMatch(new RegExp(`^ +${number} {2}\\w`, 'm'));
    }
    for (const name of ['EMAS_DATA', 'EMAS_LOG_KEY', 'EMAS_REDIS_URL', 'EMAS_CLICKHOUSE_URL']) {
      expect(help).toContain(name);
    }
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(['logs', 'logins', 'consent'])('shows what there is of %s', async (group) => {
    const { code, out: help } = await emas(group);
    expect(code).toBe(0);
    expect(help).toMatch(/^Commands:\n(?: {2}.*\n)+/m);
  });

  it('tells its version', async () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await emas('--version')).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it.each([
    [['lgos'], /^emas: unknown command 'lgos'\n\(Did you mean logs\?\)\n\(emas --help/],
    [['help', 'lgos'], /^emas: unknown command 'lgos'\n\(Did you mean logs\?\)/],
    [['logs', 'serch'], /^emas: unknown command 'serch'\n\(Did you mean search\?\)\n\(emas logs -/],
    [['block', '192.0.2.1'], /^emas: required option '--for <time>' not specified\n/],
    [['consent', 'show'], /^emas: missing required argument 'number'\n/],
    [['blocks', '--redis', 'a', '--file', 'b'], /cannot be used with/],
  ])('ends with 2 and says what is wrong with %j', async (words, message) => {
    const { code, out: shown, err: said } = await emas(...words);
    expect({ code, shown }).toEqual({ code: 2, shown: '' });
    expect(said).toMatch(message);
  });

  it.each([
    [['foo\u001b[31m'], /unknown command 'foo\\u\{1b\}\[31m'/],
    [['logs', 'x\u009b2J\u202e'], /unknown command 'x\\u\{9b\}2J\\u\{202e\}'/],
    [['logs', 'stats', '--\u001b[2J'], /unknown option '--\\u\{1b\}\[2J'/],
    [['logs', 'search', '--limit', '\u001b]0;x\u0007'], /argument '\\u\{1b\}\]0;x\\u\{7\}'/],
    [['block', '192.0.2.1', '\u001b[2J'], /^emas: /],
  ])('repeats a wrong word so that a terminal does not obey it: %j', async (words, message) => {
    const { code, out: shown, err: said } = await emas(...words);
    expect({ code, shown }).toEqual({ code: 2, shown: '' });
    expect(said).toMatch(message);
    expect(said).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('shows of what somebody else wrote what a terminal would obey', async () => {
    const { err: said } = await emas('logs', 'stats', '/nowhere/\u001b[2J');
    expect(said).toContain('/nowhere/\\u{1b}[2J does not exist');
  });
});
