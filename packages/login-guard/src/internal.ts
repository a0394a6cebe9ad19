/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkLoginGuardOptions } from './options.ts';
export { placeHashes } from './throttle/place-hash.ts';
