import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '@emas/errors';
import { warnOnce } from '@emas/warnings';
import { writeWhole } from '@emas/whole-files';

const DAY_MS = 86_400_000;
const WRITE_EVERY_MS = 1000;
/** Old lines that are not worth writing the file anew. */
const FEWEST_OLD = 1000;
/** A line is `KEY DAY`: what {@link placeKey} made, and days since 1970. */
const LINE = /^([\w-]{22}) (\d{1,7})$/;
/** Places that are kept; the ones that were seen first go first. */
const MOST_PLACES = 200_000;
/** A file is written anew before it is as long. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Known places in a file, for the next start of the process. Each is one line a day; the file is written
 * anew where most of its lines are old. Several processes may add to it.
 */
export class KnownFile {
  readonly #path: string;
  readonly #lifetime: number;
  readonly #now: () => number;
  readonly #days = new Map<string, number>();
  #lines: string[] = [];
  /** Lines in the file, those that are old among them. */
  #written = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Some are in the file that are not to be. */
  #hasEnded = false;
  readonly #daily: NodeJS.Timeout;

  /** @param lifetime Milliseconds for which a place is known. */
  constructor(path: string, lifetime: number, now: () => number) {
    this.#path = path;
    this.#lifetime = lifetime;
    this.#now = now;
    this.#attempt(() => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // What has ended leaves the disk as well.
      if (this.#merge() > this.#days.size) this.#rewrite();
      this.#written = this.#days.size;
    });
    this.#daily = setInterval(() => this.#tidy(), DAY_MS).unref();
  }

  /** Keys with when they were seen, milliseconds since 1970, the oldest first. */
  read(): [key: string, time: number][] {
    return [...this.#days]
      .map(([key, day]): [string, number] => [key, day * DAY_MS])
      .toSorted(([, left], [, right]) => left - right);
  }

  add(key: string, now: number): void {
    const day = Math.floor(now / DAY_MS);
    if (this.#days.get(key) === day) return;
    // To the end of the order, in which the oldest go.
    this.#days.delete(key);
    this.#days.set(key, day);
    this.#forgetOldest(now);
    this.#lines.push(`${key} ${day}\n`);
    this.#timer ??= setTimeout(() => this.#write(), WRITE_EVERY_MS).unref();
  }

  close(): void {
    clearInterval(this.#daily);
    this.#write();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines.splice(0);
    if (lines.length === 0) return;
    this.#written += lines.length;
    this.#attempt(() => {
      appendFileSync(this.#path, lines.join(''), { mode: 0o600 });
      if (this.#isMostlyOld() || this.#hasEnded) this.#rewrite();
    });
  }

  /** Takes over what is in the file, of other processes too, oldest first. @returns How many lines there are. */
  #merge(): number {
    const lines = this.#text().split('\n');
    for (const line of lines) {
      const [, key = '', days = ''] = LINE.exec(line) ?? [];
      const day = Number(days);
      if (key !== '' && day >= (this.#days.get(key) ?? 0)) this.#days.set(key, day);
    }
    const all = [...this.#days].toSorted(([, left], [, right]) => left - right);
    this.#days.clear();
    for (const [key, day] of all) this.#days.set(key, day);
    this.#forgetOldest(this.#now());
    return lines.length - 1;
  }

  #text(): string {
    try {
      const text = readFileSync(this.#path, 'latin1');
      // What was added last is worth most; what the cut leaves of a line is none.
      return text.slice(-MOST_BYTES);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return '';
      throw error;
    }
  }

  #isMostlyOld(): boolean {
    return this.#written > 2 * this.#days.size + FEWEST_OLD;
  }

  /** The first in the order were seen longest ago. */
  #forgetOldest(now: number): void {
    const oldest = Math.floor((now - this.#lifetime) / DAY_MS);
    for (const [key, day] of this.#days) {
      if (this.#days.size <= MOST_PLACES && day >= oldest) return;
      if (day < oldest) this.#hasEnded = true;
      this.#days.delete(key);
    }
  }

  /** Once a day, also where nobody signs in any more: what has ended leaves the disk. */
  #tidy(): void {
    this.#forgetOldest(this.#now());
    this.#write();
    if (this.#hasEnded) this.#attempt(() => this.#rewrite());
  }

  /** Of what is in the file: that of other processes stays, and what somebody erased there does not come back. */
  #rewrite(): void {
    this.#days.clear();
    this.#merge();
    this.#written = this.#days.size;
    const text = [...this.#days].map(([key, day]) => `${key} ${day}\n`).join('');
    writeWhole(this.#path, text);
    this.#hasEnded = false;
  }

  /** Members sign in all the same without it; after the next start they are strangers where they live. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      warnOnce(
        'WARN_EMAS_LOGIN_KNOWN',
        `The places from which members sign in cannot be saved in ${this.#path} (${message}). After a restart, members behind an attacker's address have to wait with the attacker.`,
      );
    }
  }
}
