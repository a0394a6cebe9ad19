/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkDeprecationsOptions } from './options.ts';
export { QUIET_DAYS } from './removal.ts';
