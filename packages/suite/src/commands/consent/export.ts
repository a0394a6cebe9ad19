import { receiptOf } from '@emas/consent';
import type { Receipt } from '@emas/consent';
import { searchLogs } from '@emas/logging';
import { Command, Option } from 'commander';
import { keyFileOption, readKeys } from '../logs/log-keys.ts';
import { readTime } from '../time-argument.ts';
import { writeLine } from '../write-line.ts';

interface ExportFlags {
  readonly format: 'csv' | 'json';
  readonly since?: number;
  readonly until?: number;
  readonly account?: string;
  readonly keyFile?: string;
}

const EXAMPLES = `
Examples:
  emas consent export ./data/logs > receipts.csv
  emas consent export ./data/logs --since 2026-01-01 --format json
  emas consent export ./data/logs --account aisyah --key-file ./data/log.key

Texts are not in it: a receipt has their hash, and emas consent show prints them.`;

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

/** `emas consent export FOLDER` */
export function exportCommand(): Command {
  return new Command('export')
    .summary('print receipts as a table')
    .description('Prints all receipts in the order of their times, for whoever has to show them.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .addOption(
      new Option('--format <format>', 'csv, or json with one receipt a line')
        .choices(['csv', 'json'])
        .default('csv'),
    )
    .option('--since <time>', '2026-11-01, 2026-11-01T08:00Z, 12h, 7d', readTime)
    .option('--until <time>', 'the same', readTime)
    .option('--account <name>', 'a user name (with the key) or its hash')
    .addOption(keyFileOption())
    .addHelpText('after', EXAMPLES)
    .action(runExport);
}

async function runExport(folder: string, flags: ExportFlags): Promise<void> {
  const { format, since, until, account, keyFile } = flags;
  const query = {
    category: 'consent',
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(account === undefined ? {} : { account, keys: readKeys(keyFile) }),
  };
  if (format === 'csv') await writeLine(COLUMNS.join(','));
  for await (const entry of searchLogs(folder, query)) {
    const receipt = receiptOf(entry);
    if (receipt === undefined) continue;
    const row = { ...receipt, time: new Date(receipt.time).toISOString() };
    await writeLine(
      format === 'json'
        ? JSON.stringify(row)
        : COLUMNS.map((column) => cell([row[column]].flat().join(' '))).join(','),
    );
  }
}

/** RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value: string): string {
  const text = /^[=+@\t\r-]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
