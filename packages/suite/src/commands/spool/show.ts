import { readDeadLetters } from '@emas/clickhouse/internal';
import type { Letter } from '@emas/clickhouse/internal';
import { visibleText } from '@emas/logging/internal';
import type { Command } from 'commander';
import { counted } from '../amounts.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { readPositive } from '../number-argument.ts';
import { spoolArgument, spoolFolders } from './spool-folders.ts';

interface ShowFlags {
  readonly table?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

interface NamedLetter extends Letter {
  readonly spool: string;
}

/** `emas spool show [SPOOL]` */
export function showCommand(command: Command): Command {
  command
    .description('Prints rows that ClickHouse rejected, each with the reason.')
    .addArgument(spoolArgument())
    .option('--table <name>', 'only rows of this table')
    .option('--limit <number>', 'show at most this many, the latest', readPositive)
    .addOption(jsonOption('them'));
  return withHelp(command, {
    examples: [
      'emas spool show',
      'emas spool show ./data/spool/traffic --table emas_open --limit 10',
      "emas spool show --json | jq '.[].error.code'",
    ],
    notes: ['The rows are shown as the app wrote them.'],
  }).action(runShow);
}

async function runShow(given: string | undefined, flags: ShowFlags): Promise<void> {
  const found: NamedLetter[] = [];
  for (const { name, path } of spoolFolders(given)) {
    const letters = await readDeadLetters(path);
    found.push(...letters.map((letter) => ({ spool: name, ...letter })));
  }
  const ofTable = found.filter(({ table }) => table === (flags.table ?? table));
  const shown = flags.limit === undefined ? ofTable : ofTable.slice(-flags.limit);
  process.stdout.write(flags.json === true ? `${jsonText(shown)}\n` : text(shown));
}

function text(letters: readonly NamedLetter[]): string {
  if (letters.length === 0) return 'Nothing is parked.\n';
  const parts = letters.map(({ spool, table, at, error, rows }) =>
    [`${at}  ${spool}  ${table}`, `  ${error.code}: ${error.message}`, ...rows.map(indented), '']
      .map((line) => `${visibleText(line)}\n`)
      .join(''),
  );
  return `${parts.join('')}${counted(letters.length, 'row')}.\n`;
}

function indented(row: string): string {
  return `  ${row}`;
}
