import { EmasError } from '@emas/errors';

/** A packed file that cannot be read, why, and what can be done. */
export function unpackFault(
  path: string,
  reason: string,
  help: string,
  cause?: unknown,
): EmasError {
  return new EmasError('ERR_EMAS_LOG_UNPACK', `${path} cannot be unpacked: ${reason}.`, {
    cause,
    help,
  });
}
