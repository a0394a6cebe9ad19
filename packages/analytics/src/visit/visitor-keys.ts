import { createHmac, randomBytes } from 'node:crypto';
import type { Client } from '@emas/request-context';
import { writeNetwork } from './address-bits.ts';
import type { KeyPrefixLengths } from './address-bits.ts';
import { dayNumber } from '@emas/calendar';
import { sipHash } from './sip-hash.ts';

/** What a visitor's key is made from. Never stored. */
export interface VisitorIdentity {
  readonly app: string;
  readonly address: string;
  readonly client: Client;
}

/**
 * A visitor for one day: 53 bits, what a number holds exactly. Among a million visitors of a day, the
 * chance that any two share one is 1 in 18,000.
 */
export type VisitorKey = number;

/**
 * Makes keys with a random salt that lives here only, changes with the local day and is gone after the
 * day that follows: from then on nobody can make the same key again.
 */
export class VisitorKeyMaker {
  readonly #prefix: KeyPrefixLengths;
  #day = '';
  #dayNumber = Number.NEGATIVE_INFINITY;
  #salt: Salt = new Salt(randomBytes(SALT_BYTES));
  #previous: Salt | undefined;

  constructor(prefix: KeyPrefixLengths) {
    this.#prefix = prefix;
  }

  /**
   * The visitor's key on the day of a hit. Late lines of a log and a clock set back get the newest salt:
   * no older one is kept for them.
   *
   * @param day Local, `2026-11-23`.
   */
  today(identity: VisitorIdentity, day: string): VisitorKey {
    if (day !== this.#day) this.turnTo(day);
    return this.#salt.keyOf(identity, this.#prefix);
  }

  /** The key of the day before; `undefined` where there is no salt of that day. */
  yesterday(identity: VisitorIdentity): VisitorKey | undefined {
    return this.#previous?.keyOf(identity, this.#prefix);
  }

  /** Destroys the salts that no hit of this day needs. */
  turnTo(day: string): void {
    const number = dayNumber(day);
    this.#day = day;
    if (number <= this.#dayNumber) return;
    this.#previous = number === this.#dayNumber + 1 ? this.#salt : undefined;
    this.#salt = new Salt(randomBytes(SALT_BYTES));
    this.#dayNumber = number;
  }
}

interface Tag {
  readonly app: string;
  readonly low: number;
  readonly high: number;
}

/** Bytes of a day's secret: a SipHash key and an HMAC key. */
export const SALT_BYTES = 48;

/** One day's secret, and what it makes of each client: many visitors share one. */
export class Salt {
  readonly #key: Int32Array;
  readonly #secret: Buffer;
  readonly #tags = new WeakMap<Client, Tag>();
  readonly #message = new Int32Array(4);

  /** @param bytes `SALT_BYTES` of them, from the CSPRNG. */
  constructor(bytes: Buffer) {
    this.#key = Int32Array.from([0, 4, 8, 12], (at) => bytes.readInt32LE(at));
    this.#secret = bytes.subarray(16);
  }

  keyOf({ app, address, client }: VisitorIdentity, prefix: KeyPrefixLengths): VisitorKey {
    const message = this.#message;
    writeNetwork(address, prefix, message);
    const tag = this.#tagOf(app, client);
    message[2] = tag.low;
    message[3] = tag.high;
    return sipHash(this.#key, message);
  }

  #tagOf(app: string, client: Client): Tag {
    const known = this.#tags.get(client);
    if (known?.app === app) return known;
    const { browser, browserVersion, os, device } = client;
    // HMAC-SHA-256 (RFC 2104), of which 64 bits are plenty.
    const digest = createHmac('sha256', this.#secret)
      .update(`${app}\0${browser}\0${browserVersion}\0${os}\0${device}`)
      .digest();
    const tag: Tag = { app, low: digest.readInt32LE(0), high: digest.readInt32LE(4) };
    this.#tags.set(client, tag);
    return tag;
  }
}
