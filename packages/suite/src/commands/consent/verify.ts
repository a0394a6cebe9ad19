import { ReceiptCheck } from '@emas/consent/internal';
import type { ReceiptFinding } from '@emas/consent/internal';
import { EmasError } from '@emas/errors';
import type { VerifiedLog } from '@emas/logging';
import { visibleText } from '@emas/logging/internal';
import type { Command } from 'commander';
import { counted } from '../amounts.ts';
import { EXIT } from '../exit-codes.ts';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { keyFileOption } from '../logs/log-keys.ts';
import { readEntries } from '../logs/read-entries.ts';
import { verifiedLogs } from '../logs/verified-logs.ts';
import { findingLine, noteLine } from '../logs/verify.ts';
import { createProgressReport } from '../progress-report.ts';
import { isoTime } from '../time-text.ts';
import { logFolder } from '../logs/log-folder.ts';

interface VerifyFlags {
  readonly keyFile?: string;
  readonly json?: boolean;
}

/** Of the log's files. */
const LOG = 'consent';

/** `emas consent verify [FOLDER]` */
export function verifyCommand(command: Command): Command {
  command
    .description(
      'Verifies the chain of the consent log, the hash of each text, and the text that each receipt refers to.',
    )
    .addArgument(folderArgument())
    .addOption(keyFileOption())
    .addOption(jsonOption('what was found'));
  return withHelp(command, {
    examples: [
      'emas consent verify',
      'emas consent verify ./data/logs --key-file ./data/log-key',
      "emas consent verify ./data/logs --json | jq '.findings'",
    ],
    found: 'if something was altered, is missing or cannot be read.',
  }).action(runVerify);
}

async function runVerify(given: string | undefined, flags: VerifyFlags): Promise<void> {
  const folder = logFolder(given);
  const all = await verifiedLogs(folder, flags, createProgressReport());
  const logs = all.filter(({ log }) => log === LOG);
  if (logs.length === 0) {
    throw new EmasError('ERR_EMAS_CONSENT_LOG', `There is no consent log in ${folder}.`, {
      help: 'Nobody has decided yet, or the category "consent" goes to another folder.',
    });
  }
  const check = new ReceiptCheck();
  for await (const entry of readEntries(folder, { category: 'consent' })) check.add(entry);
  const { receipts, texts, findings } = check.result();
  const chain = logs.flatMap((log) => log.findings);
  const notes = [...new Set(logs.flatMap((log) => log.notes))];
  const isWrong = chain.length + findings.length > 0;
  process.stdout.write(
    flags.json === true
      ? `${jsonText({ receipts, texts, chain, findings, notes }, ['time'])}\n`
      : [
          `${counted(receipts, 'receipt')}, ${counted(texts, 'text')}\n`,
          ...chain.map(findingLine),
          ...findings.map(render),
          ...notes.map(noteLine),
          `${verdict(isWrong, logs)}\n`,
        ].join(''),
  );
  if (isWrong) process.exitCode = EXIT.found;
}

function verdict(isWrong: boolean, logs: readonly VerifiedLog[]): string {
  if (isWrong) return 'VERIFICATION FAILED.';
  const isChained = logs.every(({ chained }) => chained);
  return isChained
    ? 'Verified: nothing was altered.'
    : 'Its lines have no MACs, so changes would go unnoticed.';
}

const SAYS: Readonly<Record<ReceiptFinding['kind'], (of: string) => string>> = {
  'text-altered': (of) => `the text ${of} does not match its hash`,
  'text-missing': (of) => `the text that receipt ${of} refers to is not in the log before it`,
  'receipt-twice': (of) => `there is more than one receipt ${of}`,
};

function render({ kind, of, time }: ReceiptFinding): string {
  return `  ${kind.toUpperCase()}: ${isoTime(time)}: ${visibleText(SAYS[kind](of))}\n`;
}
