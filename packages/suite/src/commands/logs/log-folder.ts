import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError, errorCode } from '@emas/errors';
import { DEFAULT_DATA, inDataFolder } from '../where.ts';
import type { Environment } from '../where.ts';
import { isLogFile } from './log-files.ts';

/** How a folder of logs is looked at. */
interface LogFolderOptions {
  readonly env?: Environment;
  /** Whether there may be no log file in it yet. */
  readonly mayBeEmpty?: boolean;
}

/**
 * The folder with the log files.
 *
 * @param given As an argument.
 * @throws EmasError `ERR_EMAS_COMMAND_FOLDER` where nobody named one, `ERR_EMAS_LOG_FOLDER` for one that
 * cannot be read or has no logs: a command that says "nothing" of the wrong folder would reassure wrongly.
 */
export function logFolder(
  given: string | undefined,
  { env = process.env, mayBeEmpty = false }: LogFolderOptions = {},
): string {
  const place = given === undefined ? inDataFolder('logs', env) : { path: given, from: '' };
  if (place === undefined) throw noFolder();
  const { path, from } = place;
  if (namesIn(path, from).some(isLogFile) || mayBeEmpty) return path;
  const inside = join(path, 'logs');
  const isInside = existsSync(inside) && readdirSync(inside).some(isLogFile);
  throw new EmasError('ERR_EMAS_LOG_FOLDER', `There are no log files in ${path}${from}.`, {
    help: isInside
      ? `They are in ${inside}: give that folder.`
      : 'Give the folder that the app passes to createLogger({ folder }).',
  });
}

function noFolder(): EmasError {
  return new EmasError('ERR_EMAS_COMMAND_FOLDER', 'No folder of log files was named.', {
    help: `Give it after the command, or set EMAS_DATA to the folder that contains "logs"; ${DEFAULT_DATA} is used if it exists.`,
  });
}

const SYSTEM_SAYS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is not a folder',
  EACCES: 'cannot be read by this user',
};

function namesIn(path: string, from: string): string[] {
  try {
    return readdirSync(path);
  } catch (cause) {
    const code = errorCode(cause) || String(cause);
    const says = SYSTEM_SAYS[code] ?? `cannot be read: ${code}`;
    throw new EmasError('ERR_EMAS_LOG_FOLDER', `The log folder ${path}${from} ${says}.`, {
      cause,
      help: 'Give the folder that the app passes to createLogger({ folder }).',
    });
  }
}
