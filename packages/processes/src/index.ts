export { isAlive } from './process-alive.ts';
export { fateOf, ownIdentity } from './process-identity.ts';
export type { ProcessFate, ProcessIdentity } from './process-identity.ts';
