import type { RawAttempt } from './raw-attempt.ts';

/**
 * What a line tells: an attempt; `none`, where it is understood and tells of none; `unread`, where it is of
 * a known form and speaks of a failed sign-in in words that are not known.
 */
export type Verdict = RawAttempt | 'none' | 'unread';

/** Reads the lines of one file, one after the other. Never throws. */
export interface LineReader {
  /** `undefined` for a line that is not of this form. Blank lines come only after another line of it. */
  read(line: string): Verdict | undefined;
  /** What the last lines tell, where a record has several. */
  end?(): Verdict | undefined;
}

/** How times without a zone or a year are read. */
export interface TimeOptions {
  /** Of times without a zone. @default the machine's own */
  readonly timeZone?: string | undefined;
  /** Of times without a year. @default the latest in which no line lies ahead of `latest` */
  readonly year?: number | undefined;
  /** When the log was written to last, milliseconds since 1970. */
  readonly latest: number;
}

/** A form of lines that attempts are read from. */
export interface LineForm {
  /** As messages name it. */
  readonly name: string;
  /** A reader of its own for each file. */
  reader(options: TimeOptions): LineReader;
}

/** Lines that are read one by one. */
export function singleLines(
  name: string,
  reader: (options: TimeOptions) => LineReader['read'],
): LineForm {
  return { name, reader: (options) => ({ read: reader(options) }) };
}
