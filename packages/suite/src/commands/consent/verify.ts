import { ReceiptCheck } from '@emas/consent';
import type { ReceiptFinding } from '@emas/consent';
import { EmasError } from '@emas/errors';
import { searchLogs, verifyLogs } from '@emas/logging';
import { Command } from 'commander';
import { keyFileOption, readKeys } from '../logs/log-keys.ts';

interface VerifyFlags {
  readonly keyFile?: string;
  readonly json?: boolean;
}

/** Of the log's files. */
const LOG = 'consent';

const EXAMPLES = `
Examples:
  emas consent verify ./data/logs --key-file ./data/log.key

Exit codes: 0 all of it holds, 1 something was altered, is missing or could not be read.

Holds the chain of the consent log, each text to its hash, and each receipt to the text that it refers to.`;

/** `emas consent verify FOLDER` */
export function verifyCommand(): Command {
  return new Command('verify')
    .summary('prove that receipts and texts are whole')
    .description('Holds receipts to their chain and to the texts that were shown.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .addOption(keyFileOption())
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runVerify);
}

async function runVerify(folder: string, flags: VerifyFlags): Promise<void> {
  const keys = readKeys(flags.keyFile);
  const logs = (await verifyLogs(folder, { keys })).filter(({ log }) => log === LOG);
  if (logs.length === 0) {
    throw new EmasError('ERR_EMAS_CONSENT_LOG', `There is no consent log in ${folder}.`, {
      help: 'Nobody has decided yet, or the category "consent" goes to another folder.',
    });
  }
  const check = new ReceiptCheck();
  for await (const entry of searchLogs(folder, { category: 'consent' })) check.add(entry);
  const { receipts, texts, findings } = check.result();
  const broken = logs.flatMap((log) => log.findings);
  const notes = [...new Set(logs.flatMap((log) => log.notes))];
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ receipts, texts, chain: broken, findings, notes })}\n`
      : [
          `${count(receipts, 'receipt')}, ${count(texts, 'text')}\n`,
          ...broken.map(({ kind, file, line, says }) => {
            return `  ${kind.toUpperCase()}: ${file}, line ${line}: ${says}\n`;
          }),
          ...findings.map(render),
          ...notes.map((note) => `  note: ${note}\n`),
          broken.length + findings.length === 0 ? 'All of it holds.\n' : 'IT DOES NOT HOLD.\n',
        ].join(''),
  );
  if (broken.length + findings.length > 0) process.exitCode = 1;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

const SAYS: Readonly<Record<ReceiptFinding['kind'], (of: string) => string>> = {
  'text-altered': (of) => `the text ${of} is not what its hash says`,
  'text-missing': (of) => `the text that receipt ${of} refers to is not in the log before it`,
  'receipt-twice': (of) => `there is more than one receipt ${of}`,
};

function render({ kind, of, time }: ReceiptFinding): string {
  return `  ${kind.toUpperCase()}: ${new Date(time).toISOString()}: ${SAYS[kind](of)}\n`;
}
