import { EmasError } from '@emas/errors';
import type { AccessLogFormat, AccessLogOptions } from './access-line.ts';
import { apachePieces } from './apache-format.ts';
import { patternReader } from './field-pattern.ts';
import { accessTimeReader } from './log-time.ts';
import { nginxPieces } from './nginx-format.ts';

const MOST_CHARACTERS = 4096;
const NGINX_VARIABLE = /\$\{?[a-z]/i;

/** Whether a text is meant as a format string, and not as the name of a format. */
export function isFormatString(text: string): boolean {
  return text.includes('$') || text.includes('%');
}

/**
 * The format that a format string of nginx (`$remote_addr …`) or of Apache (`%h …`) makes.
 *
 * @throws EmasError `ERR_EMAS_LOG_FORMAT` where a line of it does not say what a request needs.
 */
export function formatOfString(
  format: string,
  { timeZone = 'UTC' }: AccessLogOptions = {},
  name = 'the format string',
): AccessLogFormat {
  if (format.length > MOST_CHARACTERS) {
    throw new EmasError(
      'ERR_EMAS_LOG_FORMAT',
      `The format string has more than ${MOST_CHARACTERS} characters.`,
    );
  }
  // As a configuration has it, where it stands in quotes itself.
  const plain = format.trim().replaceAll('\\"', '"').replaceAll('\\t', '\t');
  const pieces = NGINX_VARIABLE.test(plain) ? nginxPieces(plain) : apachePieces(plain);
  const open = (): ReturnType<AccessLogFormat['open']> =>
    patternReader(pieces, accessTimeReader(timeZone));
  // What is wrong with it is said now, and not with the first log.
  open();
  return { name, open };
}
