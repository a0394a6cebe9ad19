export { hardening } from './hardening.ts';
export type { HardeningOptions } from './options.ts';
export type { Feature } from './permissions-policy.ts';
export { crossSiteCheck } from './cross-site.ts';
export type { CrossSiteOptions } from './cross-site.ts';
export { boundServer } from './server-bounds.ts';
export type { ServerBounds } from './server-bounds.ts';
