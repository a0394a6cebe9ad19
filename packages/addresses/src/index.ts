export { addressPrefix, canonicalAddress, coarseNetwork, isPrivateAddress } from './address.ts';
export type { PrefixLengths } from './address.ts';
export { NetworkTable, parseNetwork } from './networks.ts';
export type { Network } from './networks.ts';
