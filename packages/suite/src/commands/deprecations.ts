import { deprecationReport, deprecationText } from '@emas/deprecation';
import type { DeprecationLine } from '@emas/deprecation';
import { searchLogs } from '@emas/logging';
import { Command, InvalidArgumentError } from 'commander';
import { inColour } from './colour.ts';

interface DeprecationsFlags {
  readonly quietDays: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  emas deprecations ./data/logs
  emas deprecations ./data/logs --quiet-days 90
  emas deprecations ./data/logs --json | jq '.[] | select(.safe.yes) | .endpoint'`;

/** `emas deprecations FOLDER`: who still calls what is to go. */
export function deprecationsCommand(): Command {
  return new Command('deprecations')
    .summary('show who still calls deprecated endpoints, and which can go')
    .description('Shows deprecated endpoints, their clients, and whether they are safe to remove.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .option('--quiet-days <days>', 'without a call that are wanted before one can go', readDays, 30)
    .option('--json', 'print the report as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runDeprecations);
}

async function runDeprecations(folder: string, flags: DeprecationsFlags): Promise<void> {
  const lines: DeprecationLine[] = [];
  for await (const { time, event, data } of searchLogs(folder, { category: 'deprecated' })) {
    lines.push({ time: new Date(time).toISOString(), event, data });
  }
  const report = deprecationReport(lines, { quietDays: flags.quietDays });
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(report)}\n`
      : deprecationText(report, { colour: inColour(), ...width() }),
  );
}

/** What is piped on is for a program, or for a wider window. */
function width(): { columns?: number } {
  const { isTTY, columns } = process.stdout;
  return isTTY ? { columns } : {};
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days > 0) return days;
  throw new InvalidArgumentError('A whole number of days, please.');
}
