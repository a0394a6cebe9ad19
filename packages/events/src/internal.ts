/** For the suite's own packages: what is here may change with any version. */
export { tellCrossSite } from './cross-site.ts';
export { accountHasher, accountName } from './account-hash.ts';
export { tellWouldBlock } from './would-block.ts';
