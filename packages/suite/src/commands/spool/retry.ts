import { retryDeadLetters } from '@emas/clickhouse/internal';
import type { Command } from 'commander';
import { counted } from '../amounts.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { visibleText } from '@emas/logging/internal';
import { spoolArgument, spoolFolders } from './spool-folders.ts';

interface RetryFlags {
  readonly json?: boolean;
}

/** `emas spool retry [SPOOL]` */
export function retryCommand(command: Command): Command {
  command
    .description('Sends parked rows again. First fix the reason why they were rejected.')
    .addArgument(spoolArgument())
    .addOption(jsonOption('how many'));
  return withHelp(command, {
    examples: ['emas spool retry', 'emas spool retry ./data/spool/traffic'],
    notes: [
      'It hands the rows to the app, which finds them within fifteen seconds, or at its next start. They keep their tokens: a row counts once, however often it is sent. Rows that are rejected again are parked again.',
    ],
  }).action(runRetry);
}

async function runRetry(given: string | undefined, flags: RetryFlags): Promise<void> {
  const retried: { readonly spool: string; readonly rows: number }[] = [];
  for (const { name, path } of spoolFolders(given)) {
    const rows = await retryDeadLetters(path);
    if (rows > 0) retried.push({ spool: name, rows });
  }
  process.stdout.write(flags.json === true ? `${jsonText(retried)}\n` : text(retried));
}

function text(retried: readonly { readonly spool: string; readonly rows: number }[]): string {
  if (retried.length === 0) return 'Nothing is parked.\n';
  return retried
    .map(
      ({ spool, rows }) => `${visibleText(spool)}: the app sends ${counted(rows, 'row')} again.\n`,
    )
    .join('');
}
