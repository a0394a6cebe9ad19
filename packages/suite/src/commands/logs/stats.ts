import { logStats } from '@emas/logging';
import type { LogStats, Share } from '@emas/logging';
import type { Command } from 'commander';
import { amount, counted } from '../amounts.ts';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { table } from '../table.ts';
import { minuteOf } from '../time-text.ts';
import { logFolder } from './log-folder.ts';
import { queryOf, withQueryOptions } from './query-options.ts';
import type { QueryFlags } from './query-options.ts';
import { readEntries } from './read-entries.ts';

interface StatsFlags extends QueryFlags {
  readonly json?: boolean;
}

/** `emas logs stats [FOLDER]` */
export function statsCommand(command: Command): Command {
  command
    .description('Counts lines by category, level, event, address and account.')
    .addArgument(folderArgument())
    .addOption(jsonOption('the counts'));
  return withHelp(withQueryOptions(command), {
    examples: [
      'emas logs stats',
      'emas logs stats ./data/logs --event authn_login_fail --since 7d',
      "emas logs stats ./data/logs --json | jq '.events[0]'",
    ],
  }).action(runStats);
}

async function runStats(given: string | undefined, flags: StatsFlags): Promise<void> {
  const stats = await logStats(readEntries(logFolder(given), queryOf(flags)));
  process.stdout.write(
    flags.json === true ? `${jsonText(stats, ['first', 'last'])}\n` : renderStats(stats),
  );
}

function renderStats(stats: LogStats): string {
  const { lines, first, last } = stats;
  if (first === undefined || last === undefined) return 'No lines match.\n';
  const head = `${counted(lines, 'line')} from ${minuteOf(first)} to ${minuteOf(last)} UTC\n`;
  const parts: readonly (readonly [string, readonly Share[]])[] = [
    ['category', stats.categories],
    ['level', stats.levels],
    ['event', stats.events],
    ['address', stats.addresses],
    ['account', stats.accounts],
  ];
  return (
    head +
    parts
      .filter(([, shares]) => shares.length > 0)
      .map(renderPart)
      .join('')
  );
}

/** Wide enough that the parts stand below one another. */
const COUNT_WIDTH = 10;

function renderPart([title, shares]: readonly [string, readonly Share[]]): string {
  const rows = shares.map(({ name, count }) => [amount(count).padStart(COUNT_WIDTH), name]);
  const columns = [{ heading: 'count' }, { heading: 'name', elastic: true }];
  return `\n${title}\n${table(columns, rows, { indent: 2, headings: false })}`;
}
