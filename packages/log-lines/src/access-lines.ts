import type { AccessLineParser } from './access-line.ts';
import { combinedLine, commonLine } from './combined-lines.ts';
import { jsonLine } from './json-lines.ts';

/** A line of whichever of the formats it is. */
export const accessLine: AccessLineParser = (line) =>
  line.startsWith('{') ? jsonLine(line) : (combinedLine(line) ?? commonLine(line));
