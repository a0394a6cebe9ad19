import type { Command } from 'commander';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { jsonLinesOption } from '../json-output.ts';
import { readPositive } from '../number-argument.ts';
import { KEY_HELP, readKeys } from './log-keys.ts';
import { logFolder } from './log-folder.ts';
import { entryWriter } from './entry-writer.ts';
import { queryOf, withQueryOptions } from './query-options.ts';
import type { QueryFlags } from './query-options.ts';
import { readEntries } from './read-entries.ts';

interface SearchFlags extends QueryFlags {
  readonly json?: boolean;
  readonly limit?: number;
}

/** `emas logs search [FOLDER]` */
export function searchCommand(command: Command): Command {
  command
    .description('Finds lines in all files of a log folder, in order of time.')
    .addArgument(folderArgument())
    .option('--limit <number>', 'stop after this many lines', readPositive)
    .addOption(jsonLinesOption());
  return withHelp(withQueryOptions(command), {
    examples: [
      "emas logs search --event 'authn_*' --since 24h",
      'emas logs search ./data/logs --account ali --key-file ./data/log-key',
      'emas logs search ./data/logs --address 203.0.113.0/24 --json | jq .data.account',
    ],
    notes: [
      'On a terminal, lines are formatted for reading, with local times; in a pipe, and with --json, they are printed as they are in the file.',
    ],
  }).action(runSearch);
}

async function runSearch(given: string | undefined, flags: SearchFlags): Promise<void> {
  const folder = logFolder(given);
  const write = entryWriter(flags.json === true);
  const { limit = Infinity } = flags;
  let found = 0;
  for await (const entry of readEntries(folder, queryOf(flags))) {
    await write(entry);
    found += 1;
    if (found >= limit) break;
  }
  if (found > 0) return;
  // A name without the key is looked for as it stands, and lines have its hash.
  const isBlind = flags.account !== undefined && readKeys(flags.keyFile).length === 0;
  if (isBlind)
    process.stderr.write(`emas: no lines match. Names are hashed in the log. ${KEY_HELP}\n`);
  // For who looks at a terminal; a pipe is just empty.
  else if (process.stdout.isTTY) process.stderr.write('No lines match.\n');
}
