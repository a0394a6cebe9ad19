import { stat } from 'node:fs/promises';
import { EmasError } from '@emas/errors';
import { accountHasher } from '@emas/events/internal';
import { addressPrefix } from '@emas/addresses';
import { PREFIX_LENGTHS } from '../attempt.ts';
import type { LoginAttempt } from '../attempt.ts';
import { linesOf } from './lines-of.ts';
import { isOwnLine, parseOwnLine } from './own-lines.ts';
import type { LineParser, RawAttempt } from './raw-attempt.ts';
import { isSyslogLine, sshdLineParser } from './sshd-lines.ts';

/** How a log is read, for {@link readAttempts}. */
export interface ReadAttemptsOptions {
  /** User names of sshd as they are, or as a keyed hash. Our own log has hashes already. @default 'hash' */
  readonly accounts?: 'hash' | 'plain';
  /** Makes the hashes those of the log with the same key. @default a random one */
  readonly key?: string | Uint8Array;
  /** Of lines without a zone. @default the machine's own */
  readonly timeZone?: string;
  /** Of lines without a year. @default the latest that is not ahead of the file's last change */
  readonly year?: number;
  /** Is told how far it is, about every 64 KB. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** How far the reading of a file is, and what came of it. */
export interface ReadProgress {
  /** Bytes read, and the file's size; 0 where that is not known. */
  readonly bytes: number;
  readonly size: number;
  readonly lines: number;
  readonly attempts: number;
  /** Lines that are of neither form, or too long. */
  readonly strange: number;
}

/** Lines after which a file that had none of a known form is given up. */
const MOST_STRANGE = 1000;

/**
 * The attempts of a log: of ours, or of sshd (`auth.log`), which of them its lines tell; `.gz` as well, `-`
 * for standard input. In the order of the lines.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_REPLAY_FORMAT` for a file that is neither, `ERR_EMAS_LOGIN_REPLAY_FILE`
 * for one that cannot be read.
 */
export async function* readAttempts(
  file: string,
  options: ReadAttemptsOptions = {},
): AsyncGenerator<LoginAttempt> {
  const { size, changed } = await describe(file);
  const counts: Counts = { bytes: 0, size, lines: 0, attempts: 0, strange: 0 };
  const parse = lineParser(options, changed);
  const nameOf = nameReader(options, parse);
  const onBytes = (bytes: number): void => {
    counts.bytes = bytes;
    options.onProgress?.({ ...counts });
  };
  try {
    for await (const line of linesOf(file, onBytes)) {
      const raw = countedLine(line === undefined ? 'strange' : parse(line), counts);
      if (isAllStrange(counts, MOST_STRANGE)) throw unknownForm(file);
      if (raw === undefined) continue;
      const attempt = attemptFrom(raw, nameOf);
      for (let number = 0; number < raw.count; number += 1) yield attempt;
    }
  } catch (cause) {
    throw cause instanceof EmasError ? cause : unreadable(file, cause);
  }
  if (isAllStrange(counts, 1)) throw unknownForm(file);
  options.onProgress?.({ ...counts });
}

type Counts = { -readonly [Key in keyof ReadProgress]: ReadProgress[Key] };

function countedLine(
  raw: RawAttempt | 'strange' | undefined,
  counts: Counts,
): RawAttempt | undefined {
  counts.lines += 1;
  if (raw === 'strange') counts.strange += 1;
  if (raw === 'strange' || raw === undefined) return undefined;
  counts.attempts += raw.count;
  return raw;
}

function isAllStrange({ lines, strange }: Counts, least: number): boolean {
  return lines >= least && strange === lines;
}

/** What is in our own log is a hash already. */
function nameReader(
  { accounts = 'hash', key }: ReadAttemptsOptions,
  form: FormParser,
): (name: string) => string {
  const hash = accountHasher(key);
  return (name) => (accounts === 'plain' || !form.isSyslog ? name : hash(name));
}

interface FormParser {
  (line: string): RawAttempt | 'strange' | undefined;
  readonly isSyslog: boolean;
}

/** The first line of a known form says what the file is. */
function lineParser({ timeZone, year }: ReadAttemptsOptions, latest: number): FormParser {
  const parseSshd = sshdLineParser({ timeZone, year, latest });
  let parse: LineParser | undefined;
  const parser = (line: string): RawAttempt | 'strange' | undefined => {
    if (line === '') return undefined;
    const isOwn = isOwnLine(line);
    const isSyslog = !isOwn && isSyslogLine(line);
    if (!isOwn && !isSyslog) return 'strange';
    parse ??= isOwn ? parseOwnLine : parseSshd;
    return parse(line);
  };
  return Object.defineProperty(Object.assign(parser, { isSyslog: false }), 'isSyslog', {
    get: () => parse === parseSshd,
  });
}

function attemptFrom(raw: RawAttempt, nameOf: (name: string) => string): LoginAttempt {
  const { time, outcome, reason, client, account, address } = raw;
  return {
    time,
    outcome,
    reason,
    account: account === '' ? '' : nameOf(account),
    prefix: addressPrefix(address, PREFIX_LENGTHS),
    country: '',
    client,
  };
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

function unknownForm(file: string): EmasError {
  return new EmasError(
    'ERR_EMAS_LOGIN_REPLAY_FORMAT',
    `${file} is neither a log of ours nor one of sshd.`,
    {
      help: 'A line of ours begins with {"time":"2026-…, one of sshd with Nov 23 10:00:00 host sshd[123]: or 2026-11-23T10:00:00+08:00 host sshd[123]:',
    },
  );
}
