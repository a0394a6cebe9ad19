import { Command } from 'commander';
import { searchCommand } from './search.ts';
import { statsCommand } from './stats.ts';
import { tailCommand } from './tail.ts';
import { verifyCommand } from './verify.ts';

/** `emas logs …`: what can be asked of the log files. */
export function logsCommand(): Command {
  return new Command('logs')
    .summary('read, count and verify log files')
    .description('Reads, counts and verifies the files that createLogger() writes.')
    .addCommand(tailCommand())
    .addCommand(searchCommand())
    .addCommand(statsCommand())
    .addCommand(verifyCommand());
}
