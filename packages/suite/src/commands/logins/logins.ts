import { Command } from 'commander';
import { analyseCommand } from './analyse.ts';

/** `emas logins`. */
export function loginsCommand(): Command {
  return new Command('logins')
    .summary('find attacks on logins')
    .description('Finds attacks in logs of logins.')
    .addCommand(analyseCommand());
}
