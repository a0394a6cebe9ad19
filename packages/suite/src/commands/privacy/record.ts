import { recordOfVersion } from '@emas/privacy/internal';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption } from '../json-output.ts';
import { dataArgument, foundNotice, languageOption, writeText } from './notice-file.ts';
import type { TextFlags } from './notice-file.ts';

/** `emas privacy record [DATA]` */
export function recordCommand(command: Command): Command {
  command
    .description('Prints the record of processing as Markdown: a table for each purpose.')
    .addArgument(dataArgument())
    .addOption(languageOption())
    .addOption(jsonOption('it'));
  return withHelp(command, {
    examples: ['emas privacy record > record.md', 'emas privacy record ./data/emas --language ms'],
    notes: [
      'It has what GDPR, Art. 30(1) requires, for all data that the suite and the app declare.',
    ],
  }).action(runRecord);
}

function runRecord(given: string | undefined, flags: TextFlags): void {
  const [newest] = foundNotice(given).versions;
  writeText(recordOfVersion(newest, flags.language), newest, flags);
}
