/** What `.ci/run` runs: the checks, then the README's test command. Ends with the counts. */
import { spawnSync } from 'node:child_process';
import { prepare, root } from './setup.js';

const CHECKS = [
  'check:format',
  'lint',
  'typecheck',
  'check:unused',
  'check:licences',
  'check:packages',
];

prepare();
let failures = 0;
for (const check of CHECKS) {
  const started = Date.now();
  process.stdout.write(`── ${check}\n`);
  const { status } = spawnSync('npm', ['run', '--silent', check], { cwd: root, stdio: 'inherit' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`── ${check}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  if (status !== 0) failures += 1;
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
