import { receiptOf } from '@emas/consent/internal';
import type { Receipt } from '@emas/consent/internal';
import { Option } from 'commander';
import type { Command } from 'commander';
import { csvRow } from '../csv.ts';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { jsonText } from '../json-output.ts';
import { queryOf, withAccount, withPeriod } from '../logs/query-options.ts';
import type { QueryFlags } from '../logs/query-options.ts';
import { readEntries } from '../logs/read-entries.ts';
import { isoTime } from '../time-text.ts';
import { logFolder } from '../logs/log-folder.ts';
import { writeLine } from '../write-line.ts';

interface ExportFlags extends Pick<QueryFlags, 'since' | 'until' | 'account' | 'keyFile'> {
  readonly format: 'csv' | 'json';
  readonly json?: boolean;
}

const COLUMNS = [
  'receipt',
  'time',
  'choice',
  'subject',
  'by',
  'allowed',
  'refused',
  'signal',
  'language',
  'layout',
  'policy',
  'text',
  'account',
] as const satisfies readonly (keyof Receipt)[];

/** `emas consent export [FOLDER]` */
export function exportCommand(command: Command): Command {
  command
    .description('Prints all receipts in order of time, as proof.')
    .addArgument(folderArgument())
    .addOption(
      new Option('--format <format>', 'a table for spreadsheets, or one JSON object a line')
        .choices(['csv', 'json'])
        .default('csv'),
    )
    .option('--json', 'the same as --format json');
  return withHelp(withAccount(withPeriod(command)), {
    examples: [
      'emas consent export > receipts.csv',
      'emas consent export ./data/logs --since 2026-01-01 --json',
      'emas consent export ./data/logs --account aisyah --key-file ./data/log-key',
    ],
    notes: [
      'Texts are not included: a receipt has the hash of its text, and emas consent show prints the text.',
    ],
  }).action(runExport);
}

async function runExport(given: string | undefined, flags: ExportFlags): Promise<void> {
  const folder = logFolder(given);
  const query = { ...queryOf(flags), category: 'consent' };
  const isJson = flags.json === true || flags.format === 'json';
  if (!isJson) await writeLine(csvRow(COLUMNS));
  for await (const entry of readEntries(folder, query)) {
    const receipt = receiptOf(entry);
    if (receipt === undefined) continue;
    await writeLine(isJson ? jsonText(receipt, ['time']) : csvLine(receipt));
  }
}

function csvLine(receipt: Receipt): string {
  const row = { ...receipt, time: isoTime(receipt.time) };
  return csvRow(COLUMNS.map((column) => [row[column]].flat().join(' ')));
}
