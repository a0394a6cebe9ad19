import { createHmac, randomBytes } from 'node:crypto';
import { addressPrefix } from '@emas/request-context';
import type { Client } from '@emas/request-context';
import { dayNumber } from './local-day.ts';

/** What a visitor's key is made from. Never stored. */
export interface VisitorIdentity {
  readonly site: string;
  readonly address: string;
  readonly client: Client;
}

/** Keys of one visitor: today's, and yesterday's for a visit that is still open. */
export interface VisitorKeys {
  readonly today: string;
  /** '' before the first change of salt. */
  readonly yesterday: string;
}

/** Leading bits of an address that take part in a key. */
export interface KeyPrefixLengths {
  readonly ipv4: number;
  readonly ipv6: number;
}

/**
 * Makes keys with a random salt that lives here only, changes with the local day and is gone after the
 * day that follows: from then on nobody can make the same key again.
 */
export class VisitorKeyMaker {
  readonly #prefix: KeyPrefixLengths;
  #day = Number.NEGATIVE_INFINITY;
  #salt: Buffer = randomBytes(32);
  #previousSalt: Buffer | undefined;

  constructor(prefix: KeyPrefixLengths) {
    this.#prefix = prefix;
  }

  /** @param day The local day of the hit, `2026-11-23`. */
  keysOf(identity: VisitorIdentity, day: string): VisitorKeys {
    this.#turnTo(dayNumber(day));
    const text = this.#textOf(identity);
    return {
      today: keyOf(this.#salt, text),
      // Late lines of a log and a clock set back get today's salt: no older one is kept for them.
      yesterday: this.#previousSalt === undefined ? '' : keyOf(this.#previousSalt, text),
    };
  }

  #turnTo(day: number): void {
    if (day <= this.#day) return;
    const next = day === this.#day + 1;
    this.#previousSalt = next ? this.#salt : undefined;
    if (this.#day !== Number.NEGATIVE_INFINITY) this.#salt = randomBytes(32);
    this.#day = day;
  }

  #textOf({ site, address, client }: VisitorIdentity): string {
    const network = addressPrefix(address, this.#prefix);
    return `${site}\0${network}\0${client.browser}\0${client.browserVersion}\0${client.os}\0${client.device}`;
  }
}

/** First 8 bytes of HMAC-SHA-256 (RFC 2104), as the decimal that ClickHouse's UInt64 reads. */
function keyOf(salt: Buffer, text: string): string {
  return createHmac('sha256', salt).update(text).digest().readBigUInt64BE().toString();
}
