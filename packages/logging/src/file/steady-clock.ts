import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFileName } from './file-names.ts';
import type { LogFileName } from './file-names.ts';
import { lastWrite } from './last-write.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** By so much a clock may be wrong, or a log silent, without anybody's being surprised. */
const GAP = 24 * HOUR;
/** So long it has to go on, so that what comes about each hour finds that it has. */
const LASTED = HOUR - MINUTE;
const FIRST_LINE = 4096;
const TIME = /^\{"time":"([^"]{1,40})"/;

/**
 * Says whether the clock may be believed where files are removed by their age.
 *
 * A clock that is a year ahead, if only for a minute, would remove all evidence. So it is believed when lines
 * were written for an hour up to now without a gap of a day, or when this process saw it go for an hour
 * without a jump. After a longer pause, too, files leave an hour late.
 */
export class SteadyClock {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #elapsed: () => number;
  /** When it was looked at last, and since when it has gone as it should, by the time that only passes. */
  #seen: { readonly now: number; readonly elapsed: number };
  #since: number;

  /**
   * @param folder Of the log files.
   * @param now Milliseconds since 1970, which may jump.
   * @param elapsed Milliseconds since some moment, which do not.
   */
  constructor(folder: string, now: () => number, elapsed: () => number = () => performance.now()) {
    this.#folder = folder;
    this.#now = now;
    this.#elapsed = elapsed;
    this.#seen = { now: now(), elapsed: elapsed() };
    this.#since = this.#seen.elapsed;
  }

  async isSteady(): Promise<boolean> {
    const now = this.#now();
    this.#look(now);
    if (this.#elapsed() - this.#since >= LASTED) return true;
    return now - (await this.#writtenSince(now)) >= LASTED;
  }

  #look(now: number): void {
    const elapsed = this.#elapsed();
    const expected = this.#seen.now + (elapsed - this.#seen.elapsed);
    if (Math.abs(now - expected) > GAP) this.#since = elapsed;
    this.#seen = { now, elapsed };
  }

  /** Since when there are lines up to now, as far back as it matters. */
  async #writtenSince(now: number): Promise<number> {
    const files = (await readdir(this.#folder)).map(parseFileName);
    const dated = await Promise.all(
      files
        .filter((file) => file !== undefined)
        // What is packed is over, and would have to be unpacked for its first line.
        .filter(({ compressed }) => !compressed)
        .map(async (file) => ({ file, last: await lastWrite(this.#folder, file) })),
    );
    let since = now;
    for (const { file, last } of dated.toSorted((left, right) => right.last - left.last)) {
      // Written under a clock that was ahead of this one.
      if (last > now + GAP) continue;
      if (last < since - GAP || now - since >= LASTED) break;
      since = Math.min(since, await firstTime(this.#folder, file));
    }
    return since;
  }
}

/** The time of a file's first line; `Infinity` where it has none. */
async function firstTime(folder: string, { name }: LogFileName): Promise<number> {
  const handle = await open(join(folder, name)).catch(() => undefined);
  // Removed or packed since it was listed.
  if (handle === undefined) return Number.POSITIVE_INFINITY;
  try {
    const start = Buffer.alloc(FIRST_LINE);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    const [, text = ''] = TIME.exec(start.toString('utf8', 0, bytesRead)) ?? [];
    const time = Date.parse(text);
    return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
  } finally {
    await handle.close();
  }
}
