import { loadLine } from './load-line.ts';

/**
 * How an app that runs already begins: nothing is blocked, and its sessions stay. The one place that says so,
 * for the file that is written and for what is told.
 */
export const softSuite = "suite({ rollout: 'report' })";

/** What it means, for who reads the output. */
export const SOFT_MEANING =
  'It only reports what it would block, and leaves the sessions of the app alone. The next steps are in docs/mounting.md.';

const COMMENT = '// Blocks nothing, and reports what it would block: emas doctor lists it.';

/** The whole file that exports the suite. */
export function softStartFile(isModule: boolean): string {
  const load = loadLine('{ suite }', '@emas/suite', isModule);
  const exported = isModule ? 'export const emas' : 'exports.emas';
  return `${load}\n\n${COMMENT}\n${exported} = ${softSuite};\n`;
}
