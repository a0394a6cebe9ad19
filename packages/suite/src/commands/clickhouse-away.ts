import { EmasError } from '@emas/errors';

const GOES_ON =
  'Check the URL and the server; then run the same command again: it continues where it stopped.';

/** ClickHouse did not answer a command, or refused something. */
export function clickhouseAway(
  code: `ERR_EMAS_${string}`,
  cause: unknown,
  help: string = GOES_ON,
): EmasError {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new EmasError(code, `ClickHouse did not answer: ${reason}.`, {
    cause,
    help,
  });
}
