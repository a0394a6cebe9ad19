import { Command } from 'commander';
import { exportCommand } from './export.ts';
import { showCommand } from './show.ts';
import { verifyCommand } from './verify.ts';

/** `emas consent …`: what the log proves of visitors' choices. */
export function consentCommand(): Command {
  return new Command('consent')
    .summary('prove what visitors chose')
    .description("Reads the receipts of visitors' choices from the log.")
    .addCommand(verifyCommand())
    .addCommand(showCommand())
    .addCommand(exportCommand());
}
