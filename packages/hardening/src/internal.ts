/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkHardeningOptions } from './options.ts';
export { weaknesses } from './doctor/weaknesses.ts';
export type { Observed, Weakness } from './doctor/observed.ts';
export { blockedOnPage } from './doctor/page-markup.ts';
export type { PageBlock } from './doctor/page-markup.ts';
export { blockedReport, isBlocking } from './reports/blocked-report.ts';
export type { BlockedLine, BlockedThing } from './reports/blocked-report.ts';
export type { AllowedBy, Remedy } from './reports/allowed-by.ts';
