import { EmasError } from '@emas/errors';
import { Command } from 'commander';
import { blockCommand, unblockCommand } from './commands/blocks/block.ts';
import { blocksCommand } from './commands/blocks/blocks.ts';
import { consentCommand } from './commands/consent/consent.ts';
import { deprecationsCommand } from './commands/deprecations.ts';
import { doctorCommand } from './commands/doctor.ts';
import { importCommand } from './commands/import.ts';
import { loginsCommand } from './commands/logins/logins.ts';
import { logsCommand } from './commands/logs/logs.ts';
import { updatesCommand } from './commands/updates.ts';

/** Interrupted by the user: 128 and the number of SIGINT, as shells have it. */
const INTERRUPTED = 130;

const program = new Command('emas')
  .description('The e-MAS suite on the command line.')
  .showHelpAfterError('(run emas --help for what there is)')
  .addCommand(importCommand())
  .addCommand(logsCommand())
  .addCommand(loginsCommand())
  .addCommand(blockCommand())
  .addCommand(unblockCommand())
  .addCommand(blocksCommand())
  .addCommand(updatesCommand())
  .addCommand(deprecationsCommand())
  .addCommand(consentCommand())
  .addCommand(doctorCommand());

// `emas logs search … | head`: whoever reads had enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof EmasError && error.code === 'ERR_EMAS_INTERRUPTED') {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = INTERRUPTED;
  } else {
    const known = error instanceof EmasError;
    process.stderr.write(`emas: ${known ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  }
}

/** Something nobody expected: then the place is of use. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
