import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EmasError, errorCode } from '@emas/errors';
import { Argument } from 'commander';
import { DEFAULT_DATA, inDataFolder } from '../where.ts';

/** A folder that a writer keeps batches in. */
export interface NamedSpool {
  /** Its last part: `traffic`. */
  readonly name: string;
  readonly path: string;
}

const HELP = 'Give the folder of batchWriter({ spool }), or one that contains such folders.';

/** `[spool]`, for all commands that look into spools. */
export function spoolArgument(): Argument {
  return new Argument('[spool]', 'folder of a spool, or of several (default: spool in EMAS_DATA)');
}

/**
 * The spools of an app.
 *
 * @param given As an argument: one spool, or a folder with several.
 * @throws EmasError `ERR_EMAS_COMMAND_FOLDER` where nobody named one, `ERR_EMAS_SPOOL_FOLDER` for one that
 * cannot be read or is no spool: a command that says "nothing" of the wrong folder would reassure wrongly.
 */
export function spoolFolders(given: string | undefined): readonly NamedSpool[] {
  const place = given === undefined ? inDataFolder('spool') : { path: given, from: '' };
  if (place === undefined) {
    throw new EmasError('ERR_EMAS_COMMAND_FOLDER', 'No spool folder was named.', {
      help: `Give it after the command, or set EMAS_DATA to the folder that contains "spool"; ${DEFAULT_DATA} is used if it exists.`,
    });
  }
  const { path, from } = place;
  if (isSpool(namesIn(path, from))) return [{ name: basename(resolve(path)), path }];
  const inside = namesIn(path, from)
    .toSorted()
    .map((name) => ({ name, path: join(path, name) }))
    .filter((one) => isSpool(namesIfFolder(one.path)));
  if (inside.length > 0) return inside;
  throw new EmasError('ERR_EMAS_SPOOL_FOLDER', `There is no spool in ${path}${from}.`, {
    help: HELP,
  });
}

function isSpool(names: readonly string[]): boolean {
  return names.includes('batches') || names.includes('dead-letters.jsonl');
}

function namesIn(path: string, from: string): string[] {
  try {
    return readdirSync(path);
  } catch (cause) {
    const code = errorCode(cause);
    const says = code === 'ENOENT' ? 'does not exist' : `cannot be read: ${code}`;
    throw new EmasError('ERR_EMAS_SPOOL_FOLDER', `The folder ${path}${from} ${says}.`, {
      cause,
      help: HELP,
    });
  }
}

function namesIfFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    // A file beside the spools.
    if (errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}
