import { logStats, searchLogs } from '@emas/logging';
import type { LogStats, Share } from '@emas/logging';
import { Command } from 'commander';
import { queryOf, withQueryOptions } from './query-options.ts';
import type { QueryFlags } from './query-options.ts';

const EXAMPLES = `
Examples:
  emas logs stats ./data/logs
  emas logs stats ./data/logs --event authn_login_fail --since 7d`;

/** `emas logs stats FOLDER` */
export function statsCommand(): Command {
  const command = new Command('stats')
    .summary('count lines by what they are')
    .description('Counts lines by category, level, event, address and account.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .option('--json', 'print the counts as JSON');
  return withQueryOptions(command).addHelpText('after', EXAMPLES).action(runStats);
}

async function runStats(
  folder: string,
  flags: QueryFlags & { readonly json?: boolean },
): Promise<void> {
  const stats = await logStats(searchLogs(folder, queryOf(flags)));
  process.stdout.write(flags.json === true ? `${JSON.stringify(stats)}\n` : renderStats(stats));
}

function renderStats(stats: LogStats): string {
  const { lines, first, last } = stats;
  if (first === undefined || last === undefined) return 'No such lines.\n';
  const iso = (time: number): string => new Date(time).toISOString();
  const head = `${lines.toLocaleString('en')} lines from ${iso(first)} to ${iso(last)}\n`;
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

function renderPart([title, shares]: readonly [string, readonly Share[]]): string {
  const rows = shares.map(
    ({ name, count }) => `  ${count.toLocaleString('en').padStart(12)}  ${name}\n`,
  );
  return `\n${title}\n${rows.join('')}`;
}
