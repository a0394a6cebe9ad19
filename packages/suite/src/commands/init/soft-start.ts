import { loadLine } from './load-line.ts';

/**
 * How an app that runs already begins: nothing is blocked, and its sessions stay. The one place that says so,
 * for the file that is written and for what is told.
 */
const OPTIONS = ["hardening: { mode: 'report' }", 'session: false'] as const;

/** The call on one line, for messages. */
export const softSuite: string = `suite({ ${OPTIONS.join(', ')} })`;

/** What it means, for who reads the output. */
export const SOFT_MEANING =
  'It only reports what it would block, and leaves the sessions of the app alone. docs/mounting.md says how to go on.';

const CALL = [
  'suite({',
  '  // Reports what it would block, and blocks nothing: emas logs search --event csp_violation',
  ...OPTIONS.map((option) => `  ${option},`),
  '});',
].join('\n');

/** The whole file that exports the suite. */
export function softStartFile(isModule: boolean): string {
  const load = loadLine('{ suite }', '@emas/suite', isModule);
  return `${load}\n\n${isModule ? 'export const emas' : 'exports.emas'} = ${CALL}\n`;
}
