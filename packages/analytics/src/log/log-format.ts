import { combinedLine, commonLine, jsonLine } from '@emas/log-lines';
import type { AccessLineParser } from '@emas/log-lines';

export const LOG_FORMATS = ['combined', 'common', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

const PARSERS: Readonly<Record<LogFormat, AccessLineParser>> = {
  json: jsonLine,
  combined: combinedLine,
  common: commonLine,
};

export function parserOf(format: LogFormat): AccessLineParser {
  return PARSERS[format];
}

/** The format that reads most of these lines; `combined` where none does, the usual one. */
export function detectFormat(lines: readonly string[]): LogFormat {
  const readBy = (format: LogFormat): number =>
    lines.filter((line) => PARSERS[format](line) !== undefined).length;
  // A combined line is a common one too, so combined is asked first and wins a draw.
  const order: readonly LogFormat[] = ['combined', 'json', 'common'];
  let best: LogFormat = 'combined';
  for (const format of order) if (readBy(format) > readBy(best)) best = format;
  return best;
}
