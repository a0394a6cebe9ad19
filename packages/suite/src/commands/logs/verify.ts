import { visibleText } from '@emas/logging/internal';
import type { Finding, VerifiedLog } from '@emas/logging';
import type { Command } from 'commander';
import { amount } from '../amounts.ts';
import { EXIT } from '../exit-codes.ts';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { createProgressReport } from '../progress-report.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { logFolder } from './log-folder.ts';
import { keyFileOption } from './log-keys.ts';
import { verifiedLogs } from './verified-logs.ts';

interface VerifyFlags {
  readonly keyFile?: string;
  readonly anchors?: readonly string[];
  readonly json?: boolean;
}

/** `emas logs verify [FOLDER]` */
export function verifyCommand(command: Command): Command {
  command
    .description('Holds every log of a folder to its chain, and names what does not fit.')
    .addArgument(folderArgument())
    .addOption(keyFileOption())
    .option('--anchors <file>', 'lines with anchors from elsewhere; repeatable', collect)
    .addOption(jsonOption('what was found'));
  return withHelp(command, {
    examples: [
      'emas logs verify',
      'emas logs verify ./data/logs --key-file ./data/log-key',
      'EMAS_LOG_KEY=… emas logs verify ./data/logs --anchors /var/log/collected.log',
    ],
    found: 'where a line was altered, is missing or cannot be read.',
    notes: [
      'Anchors that are in the same folder are taken into account. Those kept elsewhere, in the files of a syslog receiver say, show a cut end that nobody could hide in the folder itself.',
    ],
  }).action(runVerify);
}

async function runVerify(given: string | undefined, flags: VerifyFlags): Promise<void> {
  const logs = await verifiedLogs(logFolder(given), flags, createProgressReport());
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
  const wrong = logs.filter(({ findings }) => findings.length > 0).length;
  const verdict =
    wrong === 0
      ? `Every chain holds (${logs.length}).\n`
      : `${wrong} of ${logs.length} chains ${wrong === 1 ? 'does' : 'do'} not hold.\n`;
  const remarks = logs.map(remarksOn).join('');
  return `${table(COLUMNS, logs.map(row))}\n${remarks}${verdict}`;
}

function row({ log, slot, files, lines, first, last, findings }: VerifiedLog): readonly string[] {
  const range = first === undefined || last === undefined ? '' : `${first} to ${last}`;
  const chain = findings.length === 0 ? 'holds' : 'DOES NOT HOLD';
  return [log, String(slot), chain, amount(files), amount(lines), range];
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
