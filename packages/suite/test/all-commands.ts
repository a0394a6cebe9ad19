import { Command } from 'commander';
import { COMMANDS } from '../src/commands/command-list.ts';
import type { CommandEntry, CommandGroup } from '../src/commands/command-entry.ts';

/** A command that does something, and the words that name it. */
export interface NamedCommand {
  readonly words: readonly string[];
  readonly name: string;
  readonly command: Command;
}

/** All commands of the program that are no groups. */
export async function allCommands(): Promise<readonly NamedCommand[]> {
  return allOf(COMMANDS.flatMap(([, entries]) => entries));
}

async function allOf(
  entries: readonly (CommandEntry | CommandGroup)[],
  words: readonly string[] = [],
): Promise<readonly NamedCommand[]> {
  const found: NamedCommand[] = [];
  for (const entry of entries) {
    const own = [...words, entry.name];
    if ('commands' in entry) found.push(...(await allOf(entry.commands, own)));
    else {
      const add = await entry.load();
      const command = add(new Command(entry.name).summary(entry.summary));
      found.push({ words: own, name: own.join(' '), command });
    }
  }
  return found;
}
