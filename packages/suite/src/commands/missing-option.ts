import type { Command } from 'commander';

/** Commander would look for it before it says of a misspelt one what was meant. */
export function missingOption(command: Command, option: string): never {
  return command.error(`error: required option '${option}' not specified`);
}
