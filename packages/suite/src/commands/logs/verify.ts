import { visibleText } from '@emas/logging/internal';
import type { Finding, VerifiedLog } from '@emas/logging';
import type { Command } from 'commander';
import { amount } from '../amounts.ts';
import { EXIT } from '../exit-codes.ts';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { readPositive } from '../number-argument.ts';
import { createProgressReport } from '../progress-report.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { logFolder } from './log-folder.ts';
import { keyFileOption } from './log-keys.ts';
import { verifiedLogs } from './verified-logs.ts';

interface VerifyFlags {
  readonly keyFile?: string;
  readonly anchors?: readonly string[];
  readonly host?: readonly string[];
  readonly keep?: number;
  readonly json?: boolean;
}

/** `emas logs verify [FOLDER]` */
export function verifyCommand(command: Command): Command {
  command
    .description('Verifies the chain of every log in a folder, and lists what is wrong.')
    .addArgument(folderArgument())
    .addOption(keyFileOption())
    .option('--anchors <file>', 'file with anchors that were kept elsewhere; repeatable', collect)
    .option('--host <name>', 'use the anchors of this machine only; repeatable', collect)
    .option(
      '--keep <days>',
      'days that logs are kept, instead of the days in their chains',
      readPositive,
    )
    .addOption(jsonOption('what was found'));
  return withHelp(command, {
    examples: [
      'emas logs verify',
      'emas logs verify ./data/logs --key-file ./data/log-key',
      'EMAS_LOG_KEY=… emas logs verify ./data/logs --anchors /var/log/collected.log --host web-1',
    ],
    exits: [
      '  0  every chain is intact, and no file is missing before its time',
      '  1  a line or a file was altered, added or moved, cannot be read, or is missing',
      '     without a record that retention removed it',
      '  2  wrong usage; also an --anchors file without any anchor',
      '  3  no logs found, no key given, or a file cannot be read',
    ],
    notes: [
      'The logs of a folder contain anchors of each other, so a log that was cut or removed is noticed. If all of them were cut back to the same moment, only anchors that were kept elsewhere show it: --anchors takes the files of a syslog receiver, and rows of emas_log_anchors in JSONEachRow.',
      'If such a file has anchors of several machines, give the machine of this folder with --host.',
    ],
  }).action(runVerify);
}

async function runVerify(given: string | undefined, flags: VerifyFlags): Promise<void> {
  // Anchors know of logs in a folder that was emptied.
  const folder = logFolder(given, { mayBeEmpty: flags.anchors !== undefined });
  const logs = await verifiedLogs(folder, flags, createProgressReport());
  process.stdout.write(flags.json === true ? `${jsonText(logs)}\n` : render(logs));
  if (logs.some(({ findings }) => findings.length > 0)) process.exitCode = EXIT.found;
}

const COLUMNS: readonly Column[] = [
  { heading: 'log' },
  { heading: 'process', align: 'right' },
  { heading: 'chain' },
  { heading: 'files', align: 'right' },
  { heading: 'lines', align: 'right' },
  { heading: 'numbers' },
];

function render(logs: readonly VerifiedLog[]): string {
  return `${table(COLUMNS, logs.map(row))}\n${logs.map(remarksOn).join('')}${verdict(logs)}\n`;
}

function verdict(logs: readonly VerifiedLog[]): string {
  const wrong = logs.filter(({ findings }) => findings.length > 0).length;
  if (wrong > 0) {
    return `${wrong} of ${logs.length} chains ${wrong === 1 ? 'is' : 'are'} broken.`;
  }
  const unchained = logs.filter(({ chained }) => !chained).length;
  if (unchained === 0) return `Every chain is intact (${logs.length}).`;
  return `${unchained} of ${logs.length} logs have no MACs, so changes would go unnoticed.`;
}

function row(log: VerifiedLog): readonly string[] {
  const { slot, files, lines, first, last } = log;
  const range = first === undefined || last === undefined ? '' : `${first} to ${last}`;
  return [log.log, String(slot), chainState(log), amount(files), amount(lines), range];
}

function chainState({ findings, files, chained }: VerifiedLog): string {
  if (findings.length > 0) return 'BROKEN';
  if (files === 0) return 'removed on time';
  return chained ? 'intact' : 'no MACs';
}

function remarksOn({ log, slot, findings, notes }: VerifiedLog): string {
  if (findings.length + notes.length === 0) return '';
  return [
    `${visibleText(log)}, process ${slot}\n`,
    ...findings.map(findingLine),
    ...notes.map(noteLine),
    '\n',
  ].join('');
}

/** What is wrong with a chain, and where. */
export function findingLine({ kind, file, line, seq, says }: Finding): string {
  return `  ${kind.toUpperCase()}${numbers(seq)}: ${visibleText(`${file}, line ${line}: ${says}`)}\n`;
}

/** What is no sign of tampering. */
export function noteLine(note: string): string {
  return `  note: ${visibleText(note)}\n`;
}

function numbers(seq: Finding['seq']): string {
  if (seq === undefined) return '';
  return seq.from === seq.to ? ` (number ${seq.from})` : ` (numbers ${seq.from} to ${seq.to})`;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
