/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkCaptchaOptions } from './options.ts';
export { PROVIDER_NAMES } from './providers/provider-table.ts';
