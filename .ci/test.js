/**
 * `npm test`: every test, after its own set-up. Arguments go to Jest. It ends with what the run cost and
 * with the real counts, in which a file that could not run and a skipped test are failures.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costTable } from '../test/runner/cost-table.js';
import { endLeftovers } from '../test/runner/leftovers.js';
import { COSTS_FILE } from '../test/runner/measured-environment.js';
import { watchMemory } from '../test/runner/memory-peaks.js';
import { prepare, prepareTestPrograms, root, stop } from './setup.js';

prepare();
prepareTestPrograms();

const results = join(root, '.cache/test-results.json');
const costs = join(root, COSTS_FILE);
for (const file of [results, costs]) rmSync(file, { force: true });
// What tests leave in the folder for temporary files goes with it, whatever became of them.
const temporary = mkdtempSync(join(tmpdir(), 'emas-tests-'));
const started = performance.now();
const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--json',
    // Of a single file, which Jest runs in its own process, an open socket must not hold the run up.
    '--forceExit',
    `--outputFile=${results}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    // Jest repeats the results on standard output, which is of no use to a reader.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TMPDIR: temporary },
  },
);
const memory = watchMemory(process.pid);
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) process.on(signal, () => jest.kill(signal));
const [status] = await once(jest, 'exit');
const peaks = memory.stop();
await endLeftovers((mark) => mark.startsWith(`${temporary} `));
rmSync(temporary, { recursive: true, force: true });
if (!existsSync(results)) stop('Jest ended without results.');

const notes = existsSync(costs) ? readFileSync(costs, 'utf8').trimEnd().split('\n') : [];
const files = notes.map((line) => JSON.parse(line));
const minutes = (performance.now() - started) / 60_000;
process.stderr.write(`\n${costTable(files, peaks, minutes)}\n`);
const untidy = files.filter(({ left }) => left.length > 0);
for (const { file, left } of untidy) {
  process.stderr.write(`FAIL ${file}: left processes behind: ${left.join(', ')}\n`);
}

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } =
  JSON.parse(readFileSync(results, 'utf8'));
const failed =
  numFailedTests + numPendingTests + numTodoTests + numRuntimeErrorTestSuites + untidy.length;
process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
process.exitCode = status === 0 && failed === 0 && numPassedTests > 0 ? 0 : 1;
