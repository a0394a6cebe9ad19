import { createHmac, randomBytes } from 'node:crypto';
import type { Client } from '@emas/request-context';
import { writeNetwork } from './address-bits.ts';
import type { KeyPrefixLengths } from './address-bits.ts';
import { dayNumber } from './local-day.ts';
import { sipHash } from './sip-hash.ts';

/** What a visitor's key is made from. Never stored. */
export interface VisitorIdentity {
  readonly site: string;
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
  readonly #message = new Int32Array(4);
  #day = '';
  #dayNumber = Number.NEGATIVE_INFINITY;
  #salt: Salt = new Salt();
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
    if (day !== this.#day) this.#turnTo(day);
    return this.#keyOf(this.#salt, identity);
  }

  /** The key of the day before; `undefined` where there is no salt of that day. */
  yesterday(identity: VisitorIdentity): VisitorKey | undefined {
    return this.#previous === undefined ? undefined : this.#keyOf(this.#previous, identity);
  }

  #turnTo(day: string): void {
    const number = dayNumber(day);
    this.#day = day;
    if (number <= this.#dayNumber) return;
    this.#previous = number === this.#dayNumber + 1 ? this.#salt : undefined;
    this.#salt = new Salt();
    this.#dayNumber = number;
  }

  #keyOf(salt: Salt, { site, address, client }: VisitorIdentity): VisitorKey {
    const message = this.#message;
    writeNetwork(address, this.#prefix, message);
    const tag = salt.tagOf(site, client);
    message[2] = tag.low;
    message[3] = tag.high;
    return sipHash(salt.key, message);
  }
}

interface Tag {
  readonly site: string;
  readonly low: number;
  readonly high: number;
}

/** One day's secret, and what it makes of each client: many visitors share one. */
class Salt {
  readonly key: Int32Array;
  readonly #secret: Buffer = randomBytes(32);
  readonly #tags = new WeakMap<Client, Tag>();

  constructor() {
    const bytes = randomBytes(16);
    this.key = Int32Array.from([0, 4, 8, 12], (at) => bytes.readInt32LE(at));
  }

  tagOf(site: string, client: Client): Tag {
    const known = this.#tags.get(client);
    if (known?.site === site) return known;
    const { browser, browserVersion, os, device } = client;
    // HMAC-SHA-256 (RFC 2104), of which 64 bits are plenty.
    const digest = createHmac('sha256', this.#secret)
      .update(`${site}\0${browser}\0${browserVersion}\0${os}\0${device}`)
      .digest();
    const tag: Tag = { site, low: digest.readInt32LE(0), high: digest.readInt32LE(4) };
    this.#tags.set(client, tag);
    return tag;
  }
}
