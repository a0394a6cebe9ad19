import { readSpool } from '@emas/clickhouse/internal';
import type { Letter, WaitingRows } from '@emas/clickhouse/internal';
import type { Command } from 'commander';
import { amount, counted } from '../amounts.ts';
import { EXIT } from '../exit-codes.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { isoTime, minuteOf } from '../time-text.ts';
import { spoolArgument, spoolFolders } from './spool-folders.ts';

interface ListFlags {
  readonly json?: boolean;
}

interface Waiting extends WaitingRows {
  readonly spool: string;
}

/** Parked rows of a spool that have the table and the error in common. */
interface Parked {
  readonly spool: string;
  readonly table: string;
  readonly rows: number;
  readonly code: string;
  /** In milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  readonly message: string;
}

/** `emas spool list [SPOOL]` */
export function listCommand(command: Command): Command {
  command
    .description('Lists the rows that wait for ClickHouse, and those that it rejected.')
    .addArgument(spoolArgument())
    .addOption(jsonOption('both'));
  return withHelp(command, {
    examples: [
      'emas spool list',
      'emas spool list ./data/spool/traffic',
      "emas spool list --json | jq '.parked'",
    ],
    found: 'if rows were parked.',
    notes: [
      'The app sends waiting rows, now or after its next start. Rows are parked when ClickHouse rejects them but accepts others of their table: emas spool show prints them, emas spool retry sends them again.',
    ],
  }).action(runList);
}

async function runList(given: string | undefined, flags: ListFlags): Promise<void> {
  const waiting: Waiting[] = [];
  const parked: Parked[] = [];
  for (const { name, path } of spoolFolders(given)) {
    const report = await readSpool(path);
    waiting.push(...report.waiting.map((rows) => ({ spool: name, ...rows })));
    parked.push(...parkedOf(name, report.parked));
  }
  process.stdout.write(
    flags.json === true
      ? `${jsonText({ waiting, parked }, ['oldest', 'first', 'last'])}\n`
      : `${waitingText(waiting)}\n${parkedText(parked)}`,
  );
  if (parked.length > 0) process.exitCode = EXIT.found;
}

function parkedOf(spool: string, letters: readonly Letter[]): Parked[] {
  const groups = new Map<string, Parked>();
  for (const { table: name, error, rows, at } of letters) {
    const time = Date.parse(at);
    const key = `${name} ${error.code}`;
    const known = groups.get(key);
    groups.set(key, {
      ...{ spool, table: name, code: error.code, message: known?.message ?? error.message },
      rows: (known?.rows ?? 0) + rows.length,
      first: Math.min(known?.first ?? time, time),
      last: Math.max(known?.last ?? time, time),
    });
  }
  return [...groups.values()];
}

const WAITING: readonly Column[] = [
  { heading: 'spool' },
  { heading: 'table' },
  { heading: 'rows', align: 'right' },
  { heading: 'batches', align: 'right' },
  { heading: 'oldest (UTC)' },
  { heading: 'held by' },
];

function waitingText(waiting: readonly Waiting[]): string {
  if (waiting.length === 0) return 'Nothing waits.\n';
  const rows = waiting.map((one) => [
    ...[one.spool, one.table, amount(one.rows), amount(one.batches)],
    ...[isoTime(one.oldest).slice(0, 19).replace('T', ' '), holderOf(one)],
  ]);
  return table(WAITING, rows);
}

function holderOf({ owner, pid = 0 }: Waiting): string {
  if (owner === 'running') return `process ${pid}`;
  return owner === 'none' ? 'nobody: the next app sends them' : `process ${pid} elsewhere`;
}

const PARKED: readonly Column[] = [
  { heading: 'spool' },
  { heading: 'table' },
  { heading: 'parked', align: 'right' },
  { heading: 'first (UTC)', spare: 1 },
  { heading: 'last (UTC)' },
  { heading: 'error', elastic: true },
];

function parkedText(parked: readonly Parked[]): string {
  if (parked.length === 0) return 'Nothing is parked.\n';
  const rows = parked.map((one) => [
    ...[one.spool, one.table, amount(one.rows), minuteOf(one.first), minuteOf(one.last)],
    `${one.code}: ${one.message}`,
  ]);
  const all = parked.reduce((sum, one) => sum + one.rows, 0);
  return `${table(PARKED, rows)}\n${counted(all, 'row')} parked.\n`;
}
