import { availableParallelism } from 'node:os';

const { EMAS_RUNS, SEED } = process.env;
// A setting of the tests, not of the suite, which refuses names that it does not know.
delete process.env.EMAS_RUNS;

/** How often `npm test` repeats a race; other repetitions are in proportion. */
const FEW = 20;
/** Random numbers are the same in each run of `npm test`. */
const FIXED_SEED = 20_261_127;

const races = Number(EMAS_RUNS ?? FEW);
const drawn = EMAS_RUNS === undefined ? FIXED_SEED : Date.now() % 2 ** 31;
const seed = Number(SEED || drawn);
if (!Number.isInteger(races) || races < 1) throw new Error('EMAS_RUNS: expected a number from 1.');
if (!Number.isInteger(seed)) throw new Error('SEED: expected a whole number.');
if (races !== FEW || seed !== FIXED_SEED) {
  process.stderr.write(`To repeat this run: SEED=${seed} EMAS_RUNS=${races} npm test\n`);
}

export default {
  testMatch: [
    '<rootDir>/packages/*/test/**/*.test.ts',
    '<rootDir>/dashboards/test/**/*.test.ts',
    '<rootDir>/examples/*/test/**/*.test.ts',
    '<rootDir>/test/**/*.test.ts',
  ],
  // Not in the folder for temporary files, which goes with each run.
  cacheDirectory: '<rootDir>/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.cache/'],
  extensionsToTreatAsEsm: ['.ts'],
  // A bound against a hang, which measures nothing: a machine may be ten times slower than another.
  testTimeout: 240_000,
  testEnvironment: '<rootDir>/test/runner/measured-environment.js',
  testEnvironmentOptions: { customExportConditions: ['@emas/source', 'node', 'node-addons'] },
  testSequencer: '<rootDir>/test/runner/longest-first.js',
  // Half of a run waits, for Chromium and for faults: two files at a time even on a single core.
  maxWorkers: Math.max(2, availableParallelism()),
  // Each file evaluates its modules anew, and Node never lets go of all of them.
  workerIdleMemoryLimit: '200MB',
  globals: {
    repetition: { races, seed },
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};
