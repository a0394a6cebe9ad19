import { randomBytes } from 'node:crypto';

/** A key of SipHash, in two halves, as `sipHash64Keyed()` of ClickHouse takes it. */
export interface SipKey {
  readonly low: string;
  readonly high: string;
}

/** Decides nothing: for figures that are exact. */
export const NO_SIP_KEY: SipKey = { low: '0', high: '0' };

/** A key that nobody can guess. */
export function newSipKey(): SipKey {
  const made = randomBytes(16);
  return {
    low: made.readBigUInt64LE(0).toString(),
    high: made.readBigUInt64LE(8).toString(),
  };
}
