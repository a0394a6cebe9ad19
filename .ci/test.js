/**
 * `npm test`: every test, after its own set-up. Arguments go to Jest. The last line has the real
 * counts, a suite that could not run and a skipped test counted as failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, prepareTestPrograms, root, stop } from './setup.js';

prepare();
prepareTestPrograms();

const results = join(root, '.cache/test-results.json');
rmSync(results, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--json',
    // A test that fails may leave a child process, which must not hold the run up for ever.
    '--forceExit',
    `--outputFile=${results}`,
    ...process.argv.slice(2),
  ],
  // Jest repeats the results on standard output, which is of no use to a reader.
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
);
if (!existsSync(results)) stop('Jest ended without results.');

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } =
  JSON.parse(readFileSync(results, 'utf8'));
const failed = numFailedTests + numPendingTests + numTodoTests + numRuntimeErrorTestSuites;
process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
process.exitCode = status === 0 && failed === 0 && numPassedTests > 0 ? 0 : 1;
