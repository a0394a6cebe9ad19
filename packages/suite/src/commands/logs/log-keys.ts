import { readFileSync } from 'node:fs';
import { EmasError } from '@emas/errors';
import { Option } from 'commander';

/** `--key-file`, and what it means. */
export function keyFileOption(): Option {
  return new Option('--key-file <file>', 'with the keys, one a line, the newest first').env(
    'EMAS_LOG_KEY_FILE',
  );
}

/**
 * The keys of a file, or of `EMAS_LOG_KEY`. Never of an argument: other users of the machine see those.
 *
 * @throws EmasError `ERR_EMAS_LOG_KEY` where the file cannot be read.
 */
export function readKeys(file: string | undefined): string[] {
  if (file === undefined) {
    const key = process.env['EMAS_LOG_KEY'];
    return key === undefined || key === '' ? [] : [key];
  }
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  } catch (error) {
    throw new EmasError('ERR_EMAS_LOG_KEY', `The key file ${file} cannot be read.`, {
      cause: error,
      help: 'Name the file with the key that createLogger({ key }) has.',
    });
  }
}
