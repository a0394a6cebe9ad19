/** For the suite's own packages: what is here may change with any version. */
export { networkList, resolveOptions as checkRequestContextOptions } from './options.ts';
export { installedCountries } from './installed-countries.ts';
export type { Attribution } from './installed-countries.ts';
export { clientName, createClientParser } from './client.ts';
export type { ClientParser } from './client.ts';
export { addressOf } from './client-address.ts';
export { requestFacts } from './request-facts.ts';
export { stackOf } from './express-stack.ts';
export { endpointOf, metAt } from './endpoint.ts';
export type { MetAt } from './endpoint.ts';
export { isPathBelow, requestPath } from './request-path.ts';
export { inContext } from './request.ts';
