import { noticeOfVersions } from '@emas/privacy/internal';
import type { Command } from 'commander';
import { withHelp } from '../help-text.ts';
import { jsonOption } from '../json-output.ts';
import { dataArgument, foundNotice, languageOption, writeText } from './notice-file.ts';
import type { TextFlags } from './notice-file.ts';

/** `emas privacy notice [DATA]` */
export function noticeCommand(command: Command): Command {
  command
    .description('Prints the privacy notice as Markdown, generated from what the app keeps.')
    .addArgument(dataArgument())
    .addOption(languageOption())
    .addOption(jsonOption('it'));
  return withHelp(command, {
    examples: ['emas privacy notice', 'emas privacy notice --language ms > notis.md'],
  }).action(runNotice);
}

function runNotice(given: string | undefined, flags: TextFlags): void {
  const { versions } = foundNotice(given);
  writeText(noticeOfVersions(versions, flags.language), versions[0], flags);
}
