import { EmasError } from '@emas/errors';
import {
  accessLogFormat,
  detectFormat,
  jsonMapping,
  LOG_FORMATS,
  logLines,
  mappedJsonFormat,
} from '@emas/log-lines';
import type { AccessLogFormat } from '@emas/log-lines';
import type { LogImporterOptions } from './import-options.ts';
import { LogHead } from './log-head.ts';

/** Lines that decide what a log is, and the most text that they may be. */
const MOST_LINES = 1000;
const MOST_TEXT = 4 * 1024 * 1024;
const SHOWN_LINES = 2;
const SHOWN_CHARACTERS = 120;

/** What the beginning of a log tells. */
export interface FirstLines {
  readonly head: LogHead;
  readonly format: AccessLogFormat;
  /** When its first request was, milliseconds since 1970; 0 where none of these lines is one. */
  readonly time: number;
}

type Options = Pick<LogImporterOptions, 'format' | 'fields' | 'follow'> & {
  readonly app: string;
  readonly timeZone: string;
};

/**
 * Looks at a log before anything of it counts.
 *
 * @returns `undefined` where it has no line yet but headers.
 * @throws EmasError `ERR_EMAS_IMPORT_FORMAT` where most of its first lines are no requests.
 */
export async function readFirstLines(
  path: string,
  options: Options,
): Promise<FirstLines | undefined> {
  const head = new LogHead(options.app);
  const lines = await linesOf(path, head, options.follow === true);
  if (lines.every((line) => line === '' || line.startsWith('#'))) return undefined;
  const format = formatOf(lines, options);
  const { requests, others, strange, time } = judged(lines, format);
  const isLog = strange.length <= requests + others && requests + others > 0;
  if (format !== undefined && isLog) return { head, format, time };
  throw new EmasError('ERR_EMAS_IMPORT_FORMAT', complaint(path, lines, strange, format?.name), {
    help: `Name its format: ${LOG_FORMATS.join(', ')}, a format string of nginx or Apache, or the fields of JSON.`,
  });
}

/** Enough lines to judge, and enough text to know the log again. */
async function linesOf(path: string, head: LogHead, isFollowed: boolean): Promise<string[]> {
  const texts: string[] = [];
  const onText = (position: number, bytes: Buffer): void => head.add(position, bytes);
  for await (const lines of logLines(path, { to: MOST_TEXT, onText })) {
    for (const { text, partial } of lines.slice(0, MOST_LINES - texts.length)) {
      // The rest of it is still being written, or was not read.
      const isCut = partial && (isFollowed || texts.length > 0);
      if (!isCut) texts.push(text);
    }
    if (texts.length >= MOST_LINES && head.isWhole) break;
  }
  return texts;
}

function formatOf(
  lines: readonly string[],
  { format, fields, timeZone }: Options,
): AccessLogFormat | undefined {
  const zone = { timeZone };
  if (fields !== undefined) return mappedJsonFormat(jsonMapping(fields), zone);
  return format === undefined ? detectFormat(lines, zone) : accessLogFormat(format, zone);
}

interface Judged {
  readonly requests: number;
  /** Lines of the format that are no requests. */
  readonly others: number;
  /** Numbers of the lines that are not of the format. */
  readonly strange: readonly number[];
  readonly time: number;
}

function judged(lines: readonly string[], format: AccessLogFormat | undefined): Judged {
  const read = format?.open() ?? (() => undefined);
  const found = lines.map((line) => read(line));
  const requests = found.filter((one) => typeof one === 'object');
  return {
    requests: requests.length,
    others: found.filter((one) => one === 'no_request').length,
    strange: found.flatMap((one, index) => (one === undefined ? [index + 1] : [])),
    time: requests[0]?.time ?? 0,
  };
}

function complaint(
  path: string,
  lines: readonly string[],
  strange: readonly number[],
  format?: string,
): string {
  // JSON may be whole and of no request at all.
  const numbers = strange.length > 0 ? strange : lines.map((_, index) => index + 1);
  const kind = format === undefined ? 'any access log format' : `the format ${format}`;
  const binary = lines.some((line) => line.includes('\0')) ? ' It may be a binary file.' : '';
  const shown = numbers
    .slice(0, SHOWN_LINES)
    .map((number) => `line ${number} is "${visible(lines[number - 1] ?? '')}"`);
  return `${path}: nothing was imported. Of its first ${lines.length} lines, ${numbers.length} are not requests in ${kind}: ${shown.join(', ')}.${binary}`;
}

/** A log may hold what a terminal obeys. */
function visible(text: string): string {
  const escaped = text
    .slice(0, SHOWN_CHARACTERS)
    .replaceAll(
      /[\p{Cc}\p{Cf}\p{Cs}]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
  return text.length > SHOWN_CHARACTERS ? `${escaped}…` : escaped;
}
