import { EmasError } from '@emas/errors';
import { accountHasher, accountName } from '@emas/events/internal';
import { Argument, InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { withHelp } from './help-text.ts';
import { jsonOption, jsonText } from './json-output.ts';
import { KEY_HELP, keyFileOption, readKeys } from './logs/log-keys.ts';
import { writeLine } from './write-line.ts';

/** `emas hash NAME` */
export function hashCommand(command: Command): Command {
  command
    .description(
      'Shows the hash that stands for an account in log lines, incidents, sessions and tables.',
    )
    .addArgument(
      new Argument(
        '<name>',
        'the user name, in any case and spelling that the app treats as the same',
      ).argParser(readName),
    )
    .addOption(keyFileOption())
    .addOption(jsonOption('the hashes'));
  return withHelp(command, {
    examples: ['emas hash ali', 'emas hash ali@example.com --key-file ./data/log-key'],
    notes: [
      'With several keys, one hash is shown for each, the newest first; older lines have hashes made with older keys.',
      'The name is visible in your shell history and, while the command runs, in the process list.',
    ],
  }).action(runHash);
}

function readName(text: string): string {
  if (accountName(text) === '') throw new InvalidArgumentError('Expected a name with letters.');
  return text;
}

interface HashFlags {
  readonly keyFile?: string;
  readonly json?: boolean;
}

async function runHash(name: string, { keyFile, json }: HashFlags): Promise<void> {
  const keys = readKeys(keyFile);
  if (keys.length === 0) {
    throw new EmasError('ERR_EMAS_LOG_KEY', 'No key was given to hash the name with.', {
      help: KEY_HELP,
    });
  }
  const hashes = keys.map((key) => accountHasher(key)(name));
  await writeLine(json === true ? jsonText(hashes) : hashes.join('\n'));
}
