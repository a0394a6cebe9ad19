import { verifyLogs } from '@emas/logging';
import type { Finding, VerifiedLog } from '@emas/logging';
import { Command } from 'commander';
import { keyFileOption, readKeys } from './log-keys.ts';

interface VerifyFlags {
  readonly keyFile?: string;
  readonly anchors: readonly string[];
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  emas logs verify ./data/logs --key-file ./data/log.key
  EMAS_LOG_KEY=… emas logs verify ./data/logs --anchors /var/log/collected.log

Exit codes: 0 every chain holds, 1 something was altered, is missing or could not be read.

Anchors that are in the same folder are taken into account. Those kept elsewhere, in the files of a
syslog receiver say, show a cut end that nobody could hide in the folder itself.`;

/** `emas logs verify FOLDER` */
export function verifyCommand(): Command {
  return new Command('verify')
    .summary('prove that no line was altered, added or taken away')
    .description('Holds every log of a folder to its chain, and names what does not fit.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .addOption(keyFileOption())
    .option('--anchors <file>', 'lines with anchors from elsewhere; repeatable', collect, [])
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runVerify);
}

async function runVerify(folder: string, flags: VerifyFlags): Promise<void> {
  const keys = readKeys(flags.keyFile);
  const logs = await verifyLogs(folder, { keys, anchors: flags.anchors });
  process.stdout.write(flags.json === true ? `${JSON.stringify(logs)}\n` : render(logs));
  if (logs.some(({ findings }) => findings.length > 0)) process.exitCode = 1;
}

function render(logs: readonly VerifiedLog[]): string {
  if (logs.length === 0) return 'There are no log files.\n';
  const wrong = logs.filter(({ findings }) => findings.length > 0).length;
  const verdict =
    wrong === 0
      ? `Every chain holds (${logs.length}).\n`
      : `${wrong} of ${logs.length} chains ${wrong === 1 ? 'does' : 'do'} not hold.\n`;
  return `${logs.map(renderLog).join('')}${verdict}`;
}

function renderLog({ log, slot, files, lines, first, last, findings, notes }: VerifiedLog): string {
  const verdict = findings.length === 0 ? 'holds' : 'DOES NOT HOLD';
  const range = first === undefined ? '' : `, ${first} to ${last}`;
  const name = slot === 1 ? log : `${log}, process ${slot}`;
  const count = `${lines.toLocaleString('en')} lines in ${files} ${files === 1 ? 'file' : 'files'}`;
  return [
    `${name.padEnd(16)} ${verdict.padEnd(14)} ${count}${range}\n`,
    ...findings.map(renderFinding),
    ...notes.map((note) => `  note: ${note}\n`),
  ].join('');
}

function renderFinding({ kind, file, line, seq, says }: Finding): string {
  const numbers =
    seq === undefined
      ? ''
      : seq.from === seq.to
        ? ` (number ${seq.from})`
        : ` (numbers ${seq.from} to ${seq.to})`;
  return `  ${kind.toUpperCase()}${numbers}: ${file}, line ${line}: ${says}\n`;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
