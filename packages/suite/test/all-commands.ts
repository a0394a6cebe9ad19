import type { Command } from 'commander';
import { emasProgram } from '../src/commands/program.ts';

/** A command that does something, and the words that name it. */
export interface NamedCommand {
  readonly words: readonly string[];
  readonly name: string;
  readonly command: Command;
}

/** All commands of the program that are no groups. */
export function allCommands(): readonly NamedCommand[] {
  return below(emasProgram(), []);
}

function below(group: Command, words: readonly string[]): readonly NamedCommand[] {
  return group.commands.flatMap((command) => {
    const own = [...words, command.name()];
    return command.commands.length === 0
      ? [{ words: own, name: own.join(' '), command }]
      : below(command, own);
  });
}
