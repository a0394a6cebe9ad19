import { entryText, searchLogs } from '@emas/logging';
import { Command } from 'commander';
import { inColour } from '../colour.ts';
import { writeLine } from '../write-line.ts';
import { queryOf, withQueryOptions } from './query-options.ts';
import type { QueryFlags } from './query-options.ts';

interface SearchFlags extends QueryFlags {
  readonly json?: boolean;
  readonly limit?: string;
}

const EXAMPLES = `
Examples:
  emas logs search ./data/logs --event 'authn_*' --since 24h
  emas logs search ./data/logs --account ali --key-file ./data/log.key
  emas logs search ./data/logs --address 203.0.113.0/24 --json | jq .data.account

On a terminal lines are shown for reading; elsewhere, and with --json, as they stand in the file.`;

/** `emas logs search FOLDER` */
export function searchCommand(): Command {
  const command = new Command('search')
    .summary('find lines')
    .description('Finds lines in all files of a log folder, in the order of their times.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .option('--json', 'print lines as they stand in the file')
    .option('--limit <count>', 'stop after so many lines');
  return withQueryOptions(command).addHelpText('after', EXAMPLES).action(runSearch);
}

async function runSearch(folder: string, flags: SearchFlags): Promise<void> {
  const show = entryText(inColour());
  const asJson = flags.json === true || !process.stdout.isTTY;
  let left = flags.limit === undefined ? Number.POSITIVE_INFINITY : Number(flags.limit);
  for await (const entry of searchLogs(folder, queryOf(flags))) {
    if (left <= 0) break;
    left -= 1;
    await writeLine(asJson ? entry.text : show(entry));
  }
}
