import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Help } from 'commander';
import { COMMANDS } from './command-list.ts';
import type { CommandEntry, CommandGroup } from './command-entry.ts';
import { MANIFEST } from '../own-files.ts';
import { boldHeading, section } from './help-section.ts';
import { loadVisibleText } from './visible-text.ts';
import { WHERE_HELP } from './where.ts';

const EXAMPLES = [
  '  emas doctor http://localhost:3000     what is weak about a page',
  '  emas logs stats --since 24h           what was logged, at a glance',
  '  emas import access.log --app portal  count the page views of an access log',
];

const EXIT_HELP = [
  '    0  done, and nothing is wrong',
  '    1  done, and a problem was found: a broken chain, or something at least as',
  '       severe as --fail-on',
  '    2  wrong usage: an unknown command or option, or an invalid value',
  '    3  could not be done: a file, a server or a permission is missing',
  '  130  interrupted; what was done so far is kept',
];

const JSON_HELP = [
  '  --json prints one document; commands that print log lines as they find them',
  '  print one a line (logs tail, logs search, updates, consent export). Times are',
  '  ISO 8601, UTC. Errors and progress go to standard error.',
];

/**
 * The command line. Only the command that is named is loaded; of the others, only what `emas --help` shows.
 *
 * @param words The arguments, without the name of the program.
 */
export async function emasProgram(words: readonly string[]): Promise<Command> {
  const program = new Command('emas')
    .description('The e-MAS suite on the command line.')
    .version(ownVersion(), '-V, --version', 'show the version of @emas/suite')
    .addHelpText('after', () => `\n${overviewParts().join('\n\n')}`);
  const named = words.filter((word) => word !== 'help' && !word.startsWith('-'));
  for (const [heading, entries] of COMMANDS) {
    for (const entry of entries) {
      const command = await commandOf(entry, named);
      program.addCommand(command.helpGroup(heading));
    }
  }
  // What is wrong with a word is said with the word, which a terminal must not obey.
  const isPlain = words.every((word) => /^[\x20-\x7e]*$/.test(word));
  const visible = isPlain ? (line: string): string => line : await loadVisibleText();
  prepare(program, 'emas', (text) => text.split('\n').map(visible).join('\n'));
  return program;
}

async function commandOf(
  entry: CommandEntry | CommandGroup,
  [name, ...rest]: readonly string[],
): Promise<Command> {
  const command = new Command(entry.name).summary(entry.summary);
  const isNamed = name === entry.name;
  if ('load' in entry) return isNamed ? (await entry.load())(command) : command;
  const isAlone = isNamed && !entry.commands.some((one) => one.name === rest[0]);
  for (const one of entry.commands) {
    const isMeant = isAlone && one.isDefault === true;
    const words = isMeant ? [one.name] : isNamed ? rest : [];
    command.addCommand(await commandOf(one, words), { isDefault: one.isDefault === true });
  }
  return command.description(entry.description);
}

function overviewParts(): string[] {
  return [
    section('Examples:', EXAMPLES),
    section('Where things are:', WHERE_HELP),
    section('Exit codes:', EXIT_HELP),
    section('For programs:', JSON_HELP),
  ];
}

/** What all commands have alike; commander hands nothing of it down to commands that are added. */
function prepare(command: Command, name: string, visible: (text: string) => string): void {
  command
    .exitOverride()
    .optionsGroup('Options:')
    .helpOption('-h, --help', 'show this')
    .showHelpAfterError(`(${name} --help has examples)`)
    .configureOutput({
      outputError: (text, write) => write(visible(text.replace(/^error: /, 'emas: '))),
    })
    .configureHelp({
      styleTitle: boldHeading,
      subcommandTerm: (one) => one.name(),
      subcommandDescription: withItsCommands,
    });
  for (const one of command.commands) prepare(one, `${name} ${one.name()}`, visible);
  if (command.commands.length > 0) {
    command.addHelpCommand(
      new Command('help')
        .argument('[command]')
        .helpOption(false)
        .description('show the help of a command')
        .helpGroup('Help:'),
    );
  }
}

/** Of a group also what is in it, so that nobody has to open each to find a command. */
function withItsCommands(this: Help | void, command: Command): string {
  const said = command.summary() || command.description();
  const names = command.commands.map((one) => one.name());
  return names.length === 0 ? said : `${said}: ${names.join(', ')}`;
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : '';
}
