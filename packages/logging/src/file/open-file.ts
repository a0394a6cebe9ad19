import { closeSync, fdatasync, fstatSync, openSync, statSync, write, writeSync } from 'node:fs';

/** Personal data: for the app's own user. */
const MODE = 0o600;

/**
 * One log file, open for writing by this process alone.
 *
 * Every write names its position, and none appends: so a write whose outcome nobody waited for, because
 * the process ends, is simply done again at the same place.
 */
export class OpenFile {
  readonly path: string;
  readonly #fd: number;
  readonly #identity: string;
  /** Where the next byte goes. */
  #end: number;
  #underway = 0;
  #closing = false;

  /** @throws The system's error. `EEXIST` where a new file is wanted and there is one. */
  constructor(path: string, isNew: boolean) {
    this.path = path;
    this.#fd = openSync(path, isNew ? 'wx' : 'r+', MODE);
    const { ino, dev, size } = fstatSync(this.#fd);
    this.#identity = `${dev}:${ino}`;
    this.#end = size;
  }

  get end(): number {
    return this.#end;
  }

  /** What became of the file behind our back; `undefined` where all is well. */
  whatHappened(): 'moved' | 'removed' | 'cut' | undefined {
    const found = statSync(this.path, { throwIfNoEntry: false });
    if (found === undefined) return 'removed';
    if (`${found.dev}:${found.ino}` !== this.#identity) return 'moved';
    return found.size < this.#end ? 'cut' : undefined;
  }

  /** Writes what is left of `bytes` at the end; `done` is told how many were written. */
  write(bytes: Uint8Array, done: (fault: Error | undefined, written: number) => void): void {
    this.#underway += 1;
    write(this.#fd, bytes, 0, bytes.length, this.#end, (fault, written) => {
      this.#underway -= 1;
      if (this.#closing) this.close();
      done(fault ?? undefined, written);
    });
  }

  /** After an asynchronous write, or instead of waiting for one. */
  advance(bytes: number): void {
    this.#end += bytes;
  }

  /** @throws The system's error; what was written before it counts. */
  writeSync(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const written = writeSync(this.#fd, bytes, at, bytes.length - at, this.#end);
      at += written;
      this.#end += written;
    }
  }

  /** Has the system bring it to the disk. */
  sync(done: (fault: Error | undefined) => void): void {
    this.#underway += 1;
    fdatasync(this.#fd, (fault) => {
      this.#underway -= 1;
      if (this.#closing) this.close();
      done(fault ?? undefined);
    });
  }

  /** Once nothing is under way: the number of an open file means another one after it is closed. */
  close(): void {
    this.#closing = true;
    if (this.#underway > 0) return;
    closeSync(this.#fd);
  }
}
