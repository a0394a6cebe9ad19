import { createHmac } from 'node:crypto';
import type { Origin } from './binding/decision.ts';
import type { SecretKey } from './cookie-name.ts';

/** A session in the place of one that is the visitor's and not to be had: its cookie is never sent. */
export interface StandIn {
  readonly id: string;
  /** Whether what is put into it is written. */
  readonly isKept: boolean;
}

/**
 * The id of what stands in for a withheld session where somebody is now. Who comes again with the same cookie
 * from the same place finds what they left there (a token of a form, for one), and the cookie stays that of the
 * session that is withheld.
 */
export function standInIdOf(withheld: string, { prefix, client }: Origin, key: SecretKey): string {
  const place = `emas session stand-in\0${withheld}\0${prefix}\0${client}`;
  return createHmac('sha256', key).update(place).digest('base64url');
}
