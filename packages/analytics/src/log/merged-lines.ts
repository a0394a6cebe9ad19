import type { LogFile, TimedLine } from './log-file.ts';

/** A server writes a line when its answer ends, so lines may be a few places out of order. */
const LOOK_AHEAD = 8;

/**
 * The new lines of several logs, merged by time: some of one log at a time, which come before those of any other.
 * Lines of one log keep their order, so that how far each was
 * read is one position. A log is opened when it is its turn: those that follow one another are not open together.
 */
export async function* mergedLines(
  files: readonly LogFile[],
  part: 'all' | 'interrupted',
): AsyncGenerator<readonly TimedLine[]> {
  const open = new Set(files.map((file) => new Source(file, part)));
  try {
    while (open.size > 0) {
      const [first, until] = nextOf(open);
      if (first === undefined) return;
      if (first.isEmpty && !(await first.fill())) open.delete(first);
      else if (first.next <= until) yield first.take(until);
    }
  } finally {
    for (const source of open) await source.close();
  }
}

/** The one whose next line is the earliest, and until when it stays so. */
function nextOf(open: ReadonlySet<Source>): [first: Source | undefined, until: number] {
  let first: Source | undefined;
  let until = Infinity;
  for (const source of open) {
    if (first === undefined || source.next < first.next) {
      until = first?.next ?? Infinity;
      first = source;
    } else if (source.next < until) until = source.next;
  }
  return [first, until];
}

class Source {
  /** When the next line was, or before. */
  next: number;
  readonly #chunks: AsyncGenerator<readonly TimedLine[]>;
  #lines: readonly TimedLine[] = [];
  #at = 0;

  constructor(file: LogFile, part: 'all' | 'interrupted') {
    this.next = file.earliest;
    this.#chunks = file.newLines(part);
  }

  get isEmpty(): boolean {
    return this.#at >= this.#lines.length;
  }

  /** @returns False at the end of the log. */
  async fill(): Promise<boolean> {
    while (this.isEmpty) {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) return false;
      this.#lines = chunk.value;
      this.#at = 0;
    }
    this.#lookAhead();
    return true;
  }

  /** The lines up to a time, one at least. */
  take(until: number): readonly TimedLine[] {
    const start = this.#at;
    do {
      this.#at += 1;
      if (this.isEmpty) break;
      this.#lookAhead();
    } while (this.next <= until);
    return this.#lines.slice(start, this.#at);
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  #lookAhead(): void {
    const end = Math.min(this.#lines.length, this.#at + LOOK_AHEAD);
    let earliest = Infinity;
    for (let at = this.#at; at < end; at += 1) {
      earliest = Math.min(earliest, this.#lines[at]?.time ?? Infinity);
    }
    this.next = earliest;
  }
}
