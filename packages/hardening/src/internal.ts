/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkHardeningOptions } from './options.ts';
export { weaknesses } from './doctor/weaknesses.ts';
export type { Observed, Weakness } from './doctor/observed.ts';
