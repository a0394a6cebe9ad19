/**
 * `npm test`: every test, after its own set-up. Arguments go to Jest. It ends with what the run cost and
 * with the real counts, in which a file that could not run, a skipped test and a file that left a process
 * behind are failures. What it imports itself must need no package: those are installed by it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COSTS_FILE, costTable } from '../test/runner/cost-table.js';
import { endLeftovers, marked } from '../test/runner/leftovers.js';
import { watchMemory } from '../test/runner/memory-peaks.js';
import { prepare, prepareTestPrograms, root, stop } from './setup.js';

prepare();
prepareTestPrograms();

const jestArguments = process.argv.slice(2);
// All of a run's own: what tests leave for later goes with it, and two runs do not meet.
const folder = mkdtempSync(join(tmpdir(), 'emas-tests-'));
const results = join(folder, 'results.json');
const started = performance.now();
const { status, peaks } = await runJest();
const minutes = (performance.now() - started) / 60_000;

// Some outlive the test that started them, or started after it was over.
const late = await endLeftovers(() => marked((mark) => mark.startsWith(`${folder} `), folder));
const costs = join(folder, COSTS_FILE);
const notes = existsSync(costs) ? readFileSync(costs, 'utf8').trimEnd().split('\n') : [];
const files = notes.map((line) => JSON.parse(line));
const outcome = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
if (outcome === undefined) stop('Jest ended without results.');

process.stderr.write(`\n${costTable(files, peaks, minutes)}\n`);
const untidy = [...files, { file: 'the run', left: late }].filter(({ left }) => left.length > 0);
for (const { file, left } of untidy) {
  process.stderr.write(`FAIL ${file}: left processes behind: ${left.join(', ')}\n`);
}
// A filter by name leaves tests out on purpose.
const isFiltered = jestArguments.some((word) => /^(?:-t|--testNamePattern)(?:=|$)/.test(word));
const failed =
  outcome.numFailedTests +
  outcome.numRuntimeErrorTestSuites +
  (isFiltered ? 0 : outcome.numPendingTests + outcome.numTodoTests) +
  untidy.length;
process.stdout.write(`${outcome.numPassedTests} passed, ${failed} failed\n`);
process.exitCode = status === 0 && failed === 0 && outcome.numPassedTests > 0 ? 0 : 1;

async function runJest() {
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
      ...jestArguments,
    ],
    {
      cwd: root,
      // Jest repeats the results on standard output, which is of no use to a reader.
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, TMPDIR: folder },
      // A group of processes, so that none of its workers goes on without it.
      detached: true,
    },
  );
  const { pid = 0 } = jest;
  const memory = watchMemory(process.pid);
  const signalAll = (signal) => {
    try {
      process.kill(-pid, signal);
    } catch (error) {
      // All have ended.
      if (error.code !== 'ESRCH') throw error;
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, signalAll);
  const [code] = await once(jest, 'exit');
  signalAll('SIGKILL');
  return { status: code, peaks: memory.stop() };
}
