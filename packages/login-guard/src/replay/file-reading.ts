import { stat } from 'node:fs/promises';
import { EmasError } from '@emas/errors';
import { FORMS } from './forms.ts';
import type { LineForm, LineReader, TimeOptions, Verdict } from './line-form.ts';
import { linesOf } from './lines-of.ts';
import type { RawAttempt } from './raw-attempt.ts';
import { TwinFilter } from './twin-filter.ts';

/** How far the reading of a file is, and what came of it: `lines` is the sum of the three after it. */
export interface ReadProgress {
  readonly file: string;
  /** Bytes read, and the file's size; 0 where that is not known. */
  readonly bytes: number;
  readonly size: number;
  readonly lines: number;
  readonly blank: number;
  /** Of no known form, too long, or about a failed sign-in in words that are not known. */
  readonly notUnderstood: number;
  /** Those that were understood, whether they tell of an attempt or not. */
  readonly understood: number;
  /** Attempts, of which a line may tell of several and several of one. */
  readonly attempts: number;
  /** Beginnings of the first lines that were not understood. */
  readonly samples: readonly string[];
  /** How often time ran back by more than a minute from one attempt to the next. */
  readonly timesBack: number;
}

type Counts = { -readonly [Key in keyof ReadProgress]: ReadProgress[Key] };

/** Lines after which a file that had none of a known form is given up. */
const MOST_STRANGE = 1000;
const MOST_SAMPLES = 5;
const SAMPLE_LENGTH = 160;
const MINUTE = 60_000;

/**
 * The attempts of one file, in the order of its lines.
 *
 * @param form Read instead of those that are known.
 * @throws EmasError `ERR_EMAS_LOGIN_REPLAY_FORMAT` for a file of no known form,
 * `ERR_EMAS_LOGIN_REPLAY_FILE` for one that cannot be read.
 */
export async function* attemptsOf(
  file: string,
  time: Omit<TimeOptions, 'latest'>,
  form: LineForm | undefined,
  onProgress: (progress: ReadProgress) => void,
): AsyncGenerator<RawAttempt> {
  const { size, changed } = await describe(file);
  const reading = new FileReading(file, size, form === undefined ? FORMS : [form], {
    ...time,
    latest: changed,
  });
  const onBytes = (bytes: number): void => onProgress(reading.progress(bytes));
  try {
    for await (const line of linesOf(file, onBytes)) yield* reading.take(line);
  } catch (cause) {
    throw cause instanceof EmasError ? cause : unreadable(file, cause);
  }
  yield* reading.end();
  onProgress(reading.progress());
}

/** What is known of a file while it is read. */
class FileReading {
  readonly #readers: readonly LineReader[];
  readonly #names: string;
  readonly #twins = new TwinFilter();
  readonly #counts: Counts;
  /** The one that took the line before: most likely it takes this one. */
  #current: LineReader | undefined;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(file: string, size: number, forms: readonly LineForm[], options: TimeOptions) {
    this.#readers = forms.map((form) => form.reader(options));
    this.#names = forms.map(({ name }) => name).join(', ');
    this.#counts = {
      ...{ file, size, bytes: 0, lines: 0, blank: 0, notUnderstood: 0, understood: 0 },
      ...{ attempts: 0, samples: [], timesBack: 0 },
    };
  }

  progress(bytes: number = this.#counts.bytes): ReadProgress {
    this.#counts.bytes = bytes;
    return { ...this.#counts };
  }

  /** @param line `undefined` for one that was too long. */
  take(line: string | undefined): readonly RawAttempt[] {
    this.#counts.lines += 1;
    const verdict = line === undefined ? undefined : this.#read(line);
    if (line?.trim() === '') this.#counts.blank += 1;
    else if (verdict === undefined || verdict === 'unread')
      this.#miss(line ?? '(a line that is too long)');
    else this.#counts.understood += 1;
    this.#refuseWhere(MOST_STRANGE);
    return this.#attemptsFrom(verdict);
  }

  /** What the last lines tell. */
  end(): readonly RawAttempt[] {
    this.#refuseWhere(1);
    const last = this.#attemptsFrom(this.#current?.end?.());
    return [...last, ...this.#counted(this.#twins.end())];
  }

  #read(line: string): Verdict | undefined {
    const verdict = this.#current?.read(line);
    if (verdict !== undefined || line.trim() === '') return verdict;
    for (const reader of this.#readers) {
      if (reader === this.#current) continue;
      const other = reader.read(line);
      if (other === undefined) continue;
      this.#current = reader;
      return other;
    }
    return undefined;
  }

  #miss(line: string): void {
    this.#counts.notUnderstood += 1;
    if (this.#counts.samples.length >= MOST_SAMPLES) return;
    this.#counts.samples = [...this.#counts.samples, line.slice(0, SAMPLE_LENGTH)];
  }

  #attemptsFrom(verdict: Verdict | undefined): readonly RawAttempt[] {
    if (verdict === undefined || typeof verdict === 'string') return [];
    return this.#counted(this.#twins.push(verdict));
  }

  #counted(attempts: readonly RawAttempt[]): readonly RawAttempt[] {
    for (const { time, count } of attempts) {
      this.#counts.attempts += count;
      if (this.#latest - time > MINUTE) this.#counts.timesBack += 1;
      this.#latest = time;
    }
    return attempts;
  }

  /** A file without one line of a known form. */
  #refuseWhere(lines: number): void {
    const { notUnderstood, understood, file, samples } = this.#counts;
    if (understood > 0 || notUnderstood < lines || this.#current !== undefined) return;
    throw new EmasError('ERR_EMAS_LOGIN_REPLAY_FORMAT', `The format of ${file} is not known.`, {
      help: `Known formats: ${this.#names}; other JSON with --map. Its first lines:\n${samples.map((sample) => `  ${sample}`).join('\n')}`,
    });
  }
}

async function describe(file: string): Promise<{ size: number; changed: number }> {
  if (file === '-') return { size: 0, changed: Date.now() };
  try {
    const { size, mtimeMs } = await stat(file);
    return { size, changed: mtimeMs };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): EmasError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EmasError('ERR_EMAS_LOGIN_REPLAY_FILE', `${file} cannot be read: ${message}.`, {
    cause,
    help: 'Name a file that this user may read, or - for standard input.',
  });
}
