import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmasError } from '@emas/errors';
import { visibleText } from '@emas/logging/internal';
import { PAGE_LANGUAGES } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import { readHistory } from '@emas/privacy/internal';
import type { NoticeVersion } from '@emas/privacy/internal';
import { Argument, Option } from 'commander';
import { NOTICE_FILE } from '../../parts/data-map.ts';
import { jsonText } from '../json-output.ts';
import { inDataFolder } from '../where.ts';

/** What an app wrote at its last starts, and where. */
export interface FoundNotice {
  /** The newest first. */
  readonly versions: readonly [NoticeVersion, ...NoticeVersion[]];
  /** The app's data folder. */
  readonly data: string;
}

/** `[data]`, for all commands that read what the app keeps. */
export function dataArgument(): Argument {
  return new Argument('[data]', "the app's data folder (default: EMAS_DATA, ./data/emas)");
}

/** Of a command that prints a text. */
export interface TextFlags {
  readonly language: PageLanguage;
  readonly json?: boolean;
}

export function languageOption(): Option {
  return new Option('--language <language>', 'of the text')
    .choices([...PAGE_LANGUAGES])
    .default('en');
}

/**
 * @param given As an argument.
 * @throws EmasError `ERR_EMAS_COMMAND_FOLDER` where nobody named the folder, `ERR_EMAS_PRIVACY_FILE` where no app
 * has written what it keeps: "nothing" would be taken for an answer.
 */
export function foundNotice(given: string | undefined): FoundNotice {
  const place =
    given === undefined ? inDataFolder(NOTICE_FILE) : { path: join(given, NOTICE_FILE) };
  if (place === undefined) {
    throw new EmasError('ERR_EMAS_COMMAND_FOLDER', 'No data folder was named.', {
      help: 'Give it after the command, or set EMAS_DATA.',
    });
  }
  const { path } = place;
  const [newest, ...older] = existsSync(path) ? readOrThrow(path) : [];
  if (newest === undefined) {
    throw new EmasError('ERR_EMAS_PRIVACY_FILE', `No app has written what it keeps to ${path}.`, {
      help: 'An app does so when it begins to listen, unless it has privacy: false. Give its data folder.',
    });
  }
  return { versions: [newest, ...older], data: dirname(path) };
}

function readOrThrow(path: string): readonly NoticeVersion[] {
  try {
    return readHistory(path);
  } catch (cause) {
    throw new EmasError('ERR_EMAS_PRIVACY_FILE', `${path} is not a file that an app wrote.`, {
      cause,
    });
  }
}

/** The text, or with what it belongs to for programs. */
export function writeText(text: string, { version, since }: NoticeVersion, flags: TextFlags): void {
  const { language, json } = flags;
  const told = { version, since, language, markdown: text };
  const shown = text.split('\n').map(visibleText).join('\n');
  process.stdout.write(json === true ? `${jsonText(told)}\n` : shown);
}
