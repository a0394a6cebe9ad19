import { randomBytes } from 'node:crypto';
import { MAC_KEY } from './chain.ts';
import type { ChainKey } from './chain.ts';

/** Numbers the lines of one log, and has each vouch for the one before it. */
export class LineChain {
  readonly #key: ChainKey | undefined;
  #id: string = randomBytes(6).toString('hex');
  #seq = 0;
  #mac = '';

  /** @param key Without one, lines are numbered only. */
  constructor(key: ChainKey | undefined) {
    this.#key = key;
  }

  /** Where the chain stands: number and mac of its last line. */
  get last(): { readonly seq: number; readonly mac: string } {
    return { seq: this.#seq, mac: this.#mac };
  }

  /** Tells this chain from every other, those of other machines included. */
  get id(): string {
    return this.#id;
  }

  /** Goes on behind a line that an earlier process wrote. */
  resume(id: string, seq: number, mac: string): void {
    this.#id = id;
    this.#seq = seq;
    this.#mac = mac;
  }

  /** @param open An object in JSON without its closing brace. @returns The line, with its line feed. */
  seal(open: string): string {
    this.#seq += 1;
    const line = `${open},"seq":${this.#seq}`;
    if (this.#key === undefined) return `${line}}\n`;
    this.#mac = this.#key.mac(this.#mac, this.#key.digest(line));
    return `${line}${MAC_KEY}${this.#mac}"}\n`;
  }
}
