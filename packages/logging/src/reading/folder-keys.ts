import { EmasError, errorCode } from '@emas/errors';
import { keysByName } from '../file/chain.ts';
import type { LogFileName } from '../file/file-names.ts';
import type { LogKey } from '../options.ts';
import { fileLines, logFiles } from './file-lines.ts';
import { unreadable } from './log-entries.ts';
import { sealedLine } from './sealed-line.ts';

/**
 * Sees that lines of a folder were written under no other keys than those: what stands for an account would be
 * another hash, and nothing of it would be found.
 *
 * @throws EmasError `ERR_EMAS_LOG_KEY`, `ERR_EMAS_LOG_FOLDER`, `ERR_EMAS_LOG_FILE`.
 */
export async function mustHaveKeys(folder: string, keys: readonly LogKey[]): Promise<void> {
  const known = keysByName(keys);
  for (const file of await logFiles(folder)) {
    const name = await keyOf(folder, file);
    if (name === '' || known.has(name)) continue;
    throw new EmasError(
      'ERR_EMAS_LOG_KEY',
      `${file.name} was written under the key ${name}, which was not given: what is in it of an account cannot be found.`,
      { help: 'Give that key as well, after the newer ones: one a line in the key file.' },
    );
  }
}

/** As the first line says; '' without one. */
async function keyOf(folder: string, file: LogFileName): Promise<string> {
  try {
    for await (const { text } of fileLines(folder, file)) {
      return sealedLine(file.name, 1, text)?.opening?.key ?? '';
    }
  } catch (error) {
    // Removed as too old since it was listed.
    if (errorCode(error) !== 'ENOENT') throw unreadable(file, error);
  }
  return '';
}
