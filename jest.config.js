import { availableParallelism } from 'node:os';

const { EMAS_RUNS, SEED } = process.env;
// A test setting and none of the suite's, which refuses names that it does not know.
delete process.env.EMAS_RUNS;

/** How often a race is repeated by `npm test`; other repetitions are in proportion. */
const FEW = 20;
/** What is drawn at random is drawn alike each time, unless somebody asks for more than the usual. */
const FIXED_SEED = 20_261_127;

export default {
  testMatch: [
    '<rootDir>/packages/*/test/**/*.test.ts',
    '<rootDir>/dashboards/test/**/*.test.ts',
    '<rootDir>/examples/*/test/**/*.test.ts',
    '<rootDir>/test/**/*.test.ts',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.cache/'],
  extensionsToTreatAsEsm: ['.ts'],
  // A bound against a hang, which measures nothing: a machine may be ten times slower than another.
  testTimeout: 240_000,
  testEnvironment: '<rootDir>/test/runner/measured-environment.js',
  testEnvironmentOptions: { customExportConditions: ['@emas/source', 'node', 'node-addons'] },
  testSequencer: '<rootDir>/test/runner/longest-first.js',
  // Half of a run waits, for Chromium and for faults, so two files at a time even on a small machine.
  maxWorkers: Math.max(2, availableParallelism()),
  // Each file evaluates its modules anew, and Node never lets go of all of them.
  workerIdleMemoryLimit: '350MB',
  globals: {
    repetition: {
      races: EMAS_RUNS === undefined ? FEW : Number(EMAS_RUNS),
      seed: Number(SEED ?? (EMAS_RUNS === undefined ? FIXED_SEED : Date.now() % 2 ** 31)),
    },
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
