import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { EmasError, errorCode } from '@emas/errors';

/**
 * The environment with the variables of a file, as `node --env-file` makes it: what is set already stays.
 *
 * @throws EmasError `ERR_EMAS_CONFIG_ENV_FILE`.
 */
export function environmentWith(file: string | undefined): NodeJS.ProcessEnv {
  return file === undefined ? process.env : { ...parseEnv(textOf(file)), ...process.env };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_CONFIG_ENV_FILE',
      `${file} cannot be read: ${errorCode(cause)}.`,
      {
        cause,
        help: 'Name a file with lines such as EMAS_APP=portal.',
      },
    );
  }
}
