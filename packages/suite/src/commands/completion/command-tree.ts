import { Command } from 'commander';
import type { Option } from 'commander';
import type { CommandEntry, CommandGroup } from '../command-entry.ts';
import { COMMANDS } from '../command-list.ts';

/** A flag, as far as a shell completes it. */
export interface CompletedFlag {
  /** `-f` and `--follow`. */
  readonly names: readonly string[];
  readonly says: string;
  /** What comes behind it; `null` where nothing does. */
  readonly value: CompletedValue | null;
}

/** A value: one of some words, a path, or something that no shell knows. */
interface CompletedValue {
  readonly choices: readonly string[];
  readonly isPath: boolean;
}

/** A command, or a group of commands. */
export interface CompletedCommand {
  readonly name: string;
  /** With those that it is in: `/logs/tail`. */
  readonly path: string;
  readonly says: string;
  readonly flags: readonly CompletedFlag[];
  readonly commands: readonly CompletedCommand[];
  /** What its arguments are. */
  readonly argument: CompletedValue;
}

const HELP: CompletedFlag = { names: ['-h', '--help'], says: 'show the help', value: null };
const VERSION: CompletedFlag = {
  names: ['-V', '--version'],
  says: 'show the version',
  value: null,
};
const NOTHING: CompletedValue = { choices: [], isPath: false };
/** How arguments and values that are paths are called in the help. */
const PATHS = /^(?:files?|folder|data|app)$/;

/** The whole program. It loads every command, which is why shells get a script and do not ask again. */
export async function commandTree(): Promise<CompletedCommand> {
  const commands = await allOf(
    COMMANDS.flatMap(([, entries]) => entries),
    '',
  );
  return {
    ...{ name: 'emas', path: '', says: '', argument: NOTHING },
    flags: [HELP, VERSION],
    commands: [...commands, helpCommand('')],
  };
}

async function allOf(
  entries: readonly (CommandEntry | CommandGroup)[],
  above: string,
): Promise<CompletedCommand[]> {
  return Promise.all(
    entries.map((entry) => ('load' in entry ? commandOf(entry, above) : groupOf(entry, above))),
  );
}

async function commandOf(entry: CommandEntry, above: string): Promise<CompletedCommand> {
  const add = await entry.load();
  const command = add(new Command(entry.name));
  const known = command.registeredArguments;
  return {
    name: entry.name,
    path: `${above}/${entry.name}`,
    says: entry.summary,
    flags: [...command.options.map(flagOf), HELP],
    commands: [],
    argument: {
      choices: known.flatMap(({ argChoices = [] }) => argChoices),
      isPath: known.some((argument) => PATHS.test(argument.name())),
    },
  };
}

/** The name of a group alone may mean one of its commands, whose flags then follow. */
async function groupOf(group: CommandGroup, above: string): Promise<CompletedCommand> {
  const path = `${above}/${group.name}`;
  const commands = await allOf(group.commands, path);
  const usual = group.commands.findIndex(({ isDefault }) => isDefault === true);
  const { flags = [HELP], argument = NOTHING } = commands[usual] ?? {};
  return {
    ...{ name: group.name, path, says: group.summary, flags, argument },
    commands: [...commands, helpCommand(path)],
  };
}

function helpCommand(above: string): CompletedCommand {
  return {
    ...{ name: 'help', path: `${above}/help`, says: 'show the help of a command' },
    ...{ flags: [], commands: [], argument: NOTHING },
  };
}

function flagOf(option: Option): CompletedFlag {
  const { short, long, description, required, optional, argChoices = [] } = option;
  const [, placeholder = ''] = /[<[](\w+)/.exec(option.flags) ?? [];
  return {
    names: [short, long].filter((name) => name !== undefined),
    says: description,
    value: required || optional ? { choices: argChoices, isPath: PATHS.test(placeholder) } : null,
  };
}

/** A command and all below it. */
export function everyCommand(command: CompletedCommand): readonly CompletedCommand[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
