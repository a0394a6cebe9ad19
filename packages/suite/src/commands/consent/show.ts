import { readReceiptNumber, receiptOf, shownTextOf } from '@emas/consent/internal';
import type { Receipt } from '@emas/consent/internal';
import { EmasError } from '@emas/errors';
import { visibleText } from '@emas/logging/internal';
import type { Command } from 'commander';
import { folderArgument } from '../folder-argument.ts';
import { withHelp } from '../help-text.ts';
import { jsonOption, jsonText } from '../json-output.ts';
import { readEntries } from '../logs/read-entries.ts';
import { table } from '../table.ts';
import { isoTime } from '../time-text.ts';
import { logFolder } from '../logs/log-folder.ts';

interface ShowFlags {
  readonly json?: boolean;
}

/** `emas consent show [FOLDER] NUMBER` */
export function showCommand(command: Command): Command {
  command
    .usage('[options] [folder] <number>')
    .description('Shows what somebody decided, when, and the exact text that they saw.')
    .addArgument(folderArgument())
    .argument('[number]', "the receipt's")
    .addOption(jsonOption('it'));
  return withHelp(command, {
    examples: [
      'emas consent show 7K3M-9QXD-2F5H-0BVA',
      'emas consent show ./data/logs 7k3m9qxd2f5h0bva --json',
    ],
    notes: [
      'Use the number that the visitor was shown; lower-case letters and missing dashes do not matter.',
    ],
  }).action(runShow);
}

/** Commander gives what stands alone to the first argument; here it is the number. */
async function runShow(
  first: string | undefined,
  second: string | undefined,
  flags: ShowFlags,
  command: Command,
): Promise<void> {
  const given = second ?? first ?? command.error("error: missing required argument 'number'");
  const folder = logFolder(second === undefined ? undefined : first);
  const number = readReceiptNumber(given);
  const texts = new Map<string, string>();
  for await (const entry of readEntries(folder, { category: 'consent' })) {
    const shown = shownTextOf(entry);
    if (shown !== undefined) texts.set(shown.text, shown.content);
    const receipt = receiptOf(entry);
    if (receipt?.receipt !== number) continue;
    const content = texts.get(receipt.text);
    process.stdout.write(
      flags.json === true
        ? `${jsonText({ ...receipt, content }, ['time'])}\n`
        : render(receipt, content),
    );
    return;
  }
  throw new EmasError('ERR_EMAS_CONSENT_RECEIPT', `There is no receipt ${number} in ${folder}.`, {
    help: 'Its log file may have been removed at the end of its retention, or be on another machine.',
  });
}

function render(receipt: Receipt, content: string | undefined): string {
  const { allowed, refused, language, layout, signal, account, subject, by } = receipt;
  const rows = [
    ['receipt', receipt.receipt],
    ['time', isoTime(receipt.time)],
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
  const columns = [{ heading: 'field' }, { heading: 'value' }];
  const head = table(columns, rows, { headings: false });
  if (receipt.text === '') return `${head}\nThe app decided without the form: no text was shown.\n`;
  const shown = content ?? 'The text that was shown is not in the log any more.';
  return `${head}\n${shown.split(/\r?\n/).map(visibleText).join('\n')}\n`;
}
