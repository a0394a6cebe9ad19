import { parseCombined, parseCommon } from './combined-format.ts';
import { parseJson } from './json-format.ts';
import type { LineParser, LogFormat } from './log-line.ts';

const PARSERS: Readonly<Record<LogFormat, LineParser>> = {
  json: parseJson,
  combined: parseCombined,
  common: parseCommon,
};

export function parserOf(format: LogFormat): LineParser {
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
