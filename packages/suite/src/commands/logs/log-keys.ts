import { existsSync, readFileSync } from 'node:fs';
import { EmasError } from '@emas/errors';
import { Option } from 'commander';
import { inDataFolder, secretSetting } from '../where.ts';
import type { Environment } from '../where.ts';

/** `--key-file`, and what it means. */
export function keyFileOption(): Option {
  return new Option(
    '--key-file <file>',
    'with the keys, one a line, the newest first (default: EMAS_LOG_KEY, EMAS_LOG_KEY_FILE, log-key in EMAS_DATA)',
  );
}

/** What to do where no key was given. */
export const KEY_HELP =
  'Give the key of createLogger({ key }): with --key-file FILE, EMAS_LOG_KEY, EMAS_LOG_KEY_FILE, or as log-key in the folder of EMAS_DATA.';

/**
 * The keys of a file, of `EMAS_LOG_KEY`, or of the data folder. Never of an argument: other users of the
 * machine see those.
 *
 * @returns None where nobody named any.
 * @throws EmasError `ERR_EMAS_LOG_KEY`, `ERR_EMAS_COMMAND_SECRET` where a file cannot be read.
 */
export function readKeys(file: string | undefined, env: Environment = process.env): string[] {
  if (file !== undefined) return keysIn(file);
  const key = secretSetting(env, 'EMAS_LOG_KEY');
  if (key !== undefined) return linesOf(key);
  const place = inDataFolder('log-key', env);
  return place !== undefined && existsSync(place.path) ? keysIn(place.path) : [];
}

/** The same, of commands that find an account by them. @throws EmasError `ERR_EMAS_LOG_KEY` also without any. */
export function accountKeys(
  file: string | undefined,
  env: Environment = process.env,
): readonly [string, ...string[]] {
  const [newest, ...older] = readKeys(file, env);
  if (newest !== undefined) return [newest, ...older];
  throw new EmasError('ERR_EMAS_LOG_KEY', 'No key was given to find the account with.', {
    help: KEY_HELP,
  });
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function keysIn(file: string): string[] {
  try {
    return linesOf(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new EmasError('ERR_EMAS_LOG_KEY', `The key file ${file} cannot be read.`, {
      cause: error,
      help: 'Name the file with the key that createLogger({ key }) has.',
    });
  }
}
