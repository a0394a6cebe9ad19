import { deprecationReport } from '@emas/deprecation';
import type { DeprecationLine } from '@emas/deprecation';
import { QUIET_DAYS } from '@emas/deprecation/internal';
import type { Command } from 'commander';
import { deprecationsText } from './deprecations-text.ts';
import { folderArgument } from './folder-argument.ts';
import { withHelp } from './help-text.ts';
import { jsonOption, jsonText } from './json-output.ts';
import { readEntries } from './logs/read-entries.ts';
import { readPositive } from './number-argument.ts';
import { isoTime } from './time-text.ts';
import { logFolder } from './logs/log-folder.ts';

interface DeprecationsFlags {
  readonly quietDays: number;
  readonly json?: boolean;
}

/** `emas deprecations [FOLDER]`: who still calls what is to go. */
export function deprecationsCommand(command: Command): Command {
  command
    .description('Shows deprecated endpoints, their clients, and whether they are safe to remove.')
    .addArgument(folderArgument())
    .option(
      '--quiet-days <number>',
      'days without a call before an endpoint can be removed; more for clients that call less often',
      readPositive,
      QUIET_DAYS,
    )
    .addOption(jsonOption('the report'));
  return withHelp(command, {
    examples: [
      'emas deprecations',
      'emas deprecations ./data/logs --quiet-days 90',
      "emas deprecations ./data/logs --json | jq '.[] | select(.safe.yes) | .endpoint'",
    ],
  }).action(runDeprecations);
}

const TIMES = ['watchedSince', 'lastUse', 'first', 'last'];

async function runDeprecations(given: string | undefined, flags: DeprecationsFlags): Promise<void> {
  const lines: DeprecationLine[] = [];
  const entries = readEntries(logFolder(given), { category: 'deprecated' });
  for await (const { time, event, data } of entries) {
    lines.push({ time: isoTime(time), event, data });
  }
  const report = deprecationReport(lines, { quietDays: flags.quietDays });
  process.stdout.write(
    flags.json === true ? `${jsonText(report, TIMES)}\n` : deprecationsText(report),
  );
}
