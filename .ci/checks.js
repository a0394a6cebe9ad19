/**
 * What `.ci/run` runs: the checks, a cross-section on another version of Node, then the README's test
 * command. Ends with the counts.
 */
import { spawnSync } from 'node:child_process';
import { environmentOn } from './node-version.js';
import { prepare, prepareTestPrograms, root } from './setup.js';

const CHECKS = [
  'check:format',
  'lint',
  'typecheck',
  'check:unused',
  'check:licences',
  'check:packages',
];

/** The oldest version that is supported, and the one that most people run. */
const [OLDEST, USUAL] = ['20.19.0', '24'];
const OTHER = process.versions.node.split('.')[0] === USUAL ? OLDEST : USUAL;

/** A little of everything that a version of Node could break. */
const CROSS_SECTION = [
  'test/integration/npm-start',
  'examples/portal/test/pages',
  'packages/session/test/redis-store',
  'packages/session/test/races',
  'packages/clickhouse/test/batch-writer',
  'test/browser/error-page',
];

prepare();
prepareTestPrograms();
let failures = 0;
for (const check of CHECKS) step(check, ['run', '--silent', check]);
try {
  const other = environmentOn(OTHER);
  step(`check:packages on Node ${OTHER}`, ['run', '--silent', 'check:packages'], other);
  step(`a cross-section of the tests on Node ${OTHER}`, ['test', '--', ...CROSS_SECTION], other);
} catch (error) {
  process.stdout.write(`── Node ${OTHER}: FAILED: ${error.message}\n`);
  failures += 1;
}

process.stdout.write('── npm test\n');
const test = spawnSync('npm', ['test'], { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
const output = test.stdout.toString();
const counts = /^(\d+) passed, (\d+) failed$/m.exec(output);
const passed = Number(counts?.[1] ?? 0);
// A failed check is a failure too, and a run without counts is not a pass.
const failed = Number(counts?.[2] ?? 1) + failures;
if (counts === null) process.stdout.write(output);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = test.status === 0 && failures === 0 ? 0 : 1;

function step(name, words, env = process.env) {
  const started = Date.now();
  process.stdout.write(`── ${name}\n`);
  const { status } = spawnSync('npm', words, { cwd: root, stdio: 'inherit', env });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  if (status !== 0) failures += 1;
}
