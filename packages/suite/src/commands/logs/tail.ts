import { entryFilter } from '@emas/logging/internal';
import { followLogs, lastEntries } from '@emas/logging';
import type { Command } from 'commander';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { interruptible } from '../interruptible.ts';
import { jsonLinesOption } from '../json-output.ts';
import { readCount } from '../number-argument.ts';
import { logFolder } from './log-folder.ts';
import { entryWriter } from './entry-writer.ts';
import { queryOf, withQueryOptions } from './query-options.ts';
import type { QueryFlags } from './query-options.ts';

interface TailFlags extends QueryFlags {
  readonly json?: boolean;
  readonly lines: number;
  readonly follow: boolean;
}

/** `emas logs tail [FOLDER]` */
export function tailCommand(command: Command): Command {
  command
    .description(
      'Shows the last lines of all logs together, and new ones as they are written, until Ctrl-C.',
    )
    .addArgument(folderArgument())
    .option('--lines <number>', 'lines to start with', readCount, 10)
    .option('--no-follow', 'do not wait for new lines')
    .addOption(jsonLinesOption());
  return withHelp(withQueryOptions(command), {
    examples: [
      'emas logs tail',
      'emas logs tail ./data/logs --category auth --lines 50',
      'emas logs tail ./data/logs --level error --no-follow',
    ],
    notes: [
      'On a terminal, lines are formatted for reading, with local times; in a pipe, and with --json, they are printed as they are in the file.',
    ],
  }).action(runTail);
}

async function runTail(given: string | undefined, flags: TailFlags): Promise<void> {
  await interruptible((stop) => showEnds(given, flags, stop));
}

async function showEnds(
  given: string | undefined,
  flags: TailFlags,
  stop: AbortSignal,
): Promise<void> {
  const folder = logFolder(given, { mayBeEmpty: flags.follow });
  const write = entryWriter(flags.json === true);
  const query = queryOf(flags);
  const following = followLogs(folder, stop);
  // Takes its place at the ends of the files before those are read: what comes meanwhile is not lost.
  const first = flags.follow ? following.next() : undefined;
  for (const entry of await lastEntries(folder, query, flags.lines)) await write(entry);
  if (first === undefined) return;
  const matches = entryFilter(query);
  for (let next = await first; next.done !== true; next = await following.next()) {
    if (matches(next.value)) await write(next.value);
  }
}
