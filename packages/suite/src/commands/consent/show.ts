import { readReceiptNumber, receiptOf, shownTextOf } from '@emas/consent';
import type { Receipt } from '@emas/consent';
import { EmasError } from '@emas/errors';
import { searchLogs } from '@emas/logging';
import { Command } from 'commander';

interface ShowFlags {
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  emas consent show ./data/logs 7K3M-9QXD-2F5H-0BVA
  emas consent show ./data/logs 7k3m9qxd2f5h0bva --json

The number is the one that the visitor was told; small letters and missing dashes do not matter.`;

/** `emas consent show FOLDER NUMBER` */
export function showCommand(): Command {
  return new Command('show')
    .summary('show a receipt, with the text that was shown')
    .description('Shows what somebody decided, when, and the exact text that they saw.')
    .argument('<folder>', 'that createLogger({ folder }) was given')
    .argument('<number>', "the receipt's")
    .option('--json', 'print it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(runShow);
}

async function runShow(folder: string, given: string, flags: ShowFlags): Promise<void> {
  const number = readReceiptNumber(given);
  const texts = new Map<string, string>();
  for await (const entry of searchLogs(folder, { category: 'consent' })) {
    const shown = shownTextOf(entry);
    if (shown !== undefined) texts.set(shown.text, shown.content);
    const receipt = receiptOf(entry);
    if (receipt?.receipt !== number) continue;
    const content = texts.get(receipt.text);
    const asJson = { ...receipt, time: new Date(receipt.time).toISOString(), content };
    process.stdout.write(
      flags.json === true ? `${JSON.stringify(asJson)}\n` : render(receipt, content),
    );
    return;
  }
  throw new EmasError('ERR_EMAS_CONSENT_RECEIPT', `There is no receipt ${number} in ${folder}.`, {
    help: 'Its log may have left with its retention, or be in the folder of another machine.',
  });
}

function render(receipt: Receipt, content: string | undefined): string {
  const { allowed, refused, language, layout, signal, account, subject, by } = receipt;
  const rows = [
    ['receipt', receipt.receipt],
    ['time', new Date(receipt.time).toISOString()],
    ['choice', receipt.choice],
    ['about', subject],
    ['by', by],
    ['allowed', allowed.join(', ')],
    ['refused', refused.join(', ')],
    ['signal', signal],
    ['account', account],
    ['language', language],
    ['layout', layout],
    ['policy', receipt.policy],
  ].filter(([, value]) => value !== '');
  const head = rows.map(([name = '', value]) => `${name.padEnd(10)}${value}\n`).join('');
  if (receipt.text === '') return `${head}\nThe app decided without the form: no text was shown.\n`;
  return `${head}\n${content ?? 'The text that was shown is not in the log any more.'}\n`;
}
