/** For the suite's own packages: what is here may change with any version. */
export { accountHasher } from './account-hash.ts';
export { Storm } from './storm.ts';
export type { Repeated, StormOptions } from './storm.ts';
