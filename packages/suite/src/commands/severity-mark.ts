import { styleText } from 'node:util';

const COLOURS = { low: 'cyan', medium: 'yellow', high: 'red' } as const;

/** How bad something is, as all commands show it: a word of six columns. */
export function severityMark(severity: keyof typeof COLOURS): string {
  return styleText(COLOURS[severity], severity.padEnd(6));
}
