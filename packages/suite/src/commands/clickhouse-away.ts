import { EmasError } from '@emas/errors';

/** ClickHouse did not answer a command that goes on where it stopped, or refused something. */
export function clickhouseAway(code: `ERR_EMAS_${string}`, cause: unknown): EmasError {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new EmasError(code, `ClickHouse did not answer: ${reason}.`, {
    cause,
    help: 'Check the URL and the server; then run the same command again, it goes on where it stopped.',
  });
}
