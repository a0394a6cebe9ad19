import { resolve } from 'node:path';
import { accountHasher } from '@emas/events/internal';
import { addressPrefix } from '@emas/addresses';
import { PREFIX_LENGTHS } from '../attempt.ts';
import type { LoginAttempt } from '../attempt.ts';
import { attemptsOf } from './file-reading.ts';
import type { ReadProgress } from './file-reading.ts';
import { mappedForm } from './mapped-form.ts';
import type { AttemptMap } from './mapped-form.ts';
import { mergedByTime } from './merged.ts';
import type { RawAttempt } from './raw-attempt.ts';

/** How logs are read, for {@link readAttempts}. */
export interface ReadAttemptsOptions {
  /** User names as they are, or as a keyed hash. Our own log has hashes already. @default 'hash' */
  readonly accounts?: 'hash' | 'plain';
  /** Makes the hashes those of the log with the same key. @default a random one */
  readonly key?: string | Uint8Array;
  /** Of times without a zone. @default the machine's own */
  readonly timeZone?: string;
  /** Of times without a year. @default the latest that is not ahead of the file's last change */
  readonly year?: number;
  /** Reads JSON by the names of its fields. @default the forms that are known */
  readonly map?: AttemptMap;
  /** Called about every 64 KB of a file, and at its end. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/**
 * The attempts of logs in the order of time, whichever file they are in and in whichever order the files are
 * named; `.gz` as well, `-` for standard input.
 *
 * Read are our own log; syslog with the lines of sshd, PAM, Dropbear, Dovecot, Postfix, vsftpd and WordPress,
 * also as the journal's JSON or export; access logs; sign-ins of Windows' security log; and any JSON by `map`.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_REPLAY_FORMAT` for a file of no known form,
 * `ERR_EMAS_LOGIN_REPLAY_FILE` for one that cannot be read.
 */
export async function* readAttempts(
  files: string | readonly string[],
  options: ReadAttemptsOptions = {},
): AsyncGenerator<LoginAttempt> {
  const { map, timeZone, year, onProgress = () => undefined } = options;
  const form = map === undefined ? undefined : mappedForm(map);
  const nameOf = nameReader(options);
  const all = new Set([files].flat().map((file) => (file === '-' ? file : resolve(file))));
  // Sorted: of the same time, always the same comes first.
  const sources = [...all]
    .toSorted()
    .map((file) => attemptsOf(shown(file, files), { timeZone, year }, form, onProgress));
  for await (const raw of mergedByTime(sources)) {
    const attempt = attemptFrom(raw, nameOf);
    for (let number = 0; number < raw.count; number += 1) yield attempt;
  }
}

/** As it was named. */
function shown(file: string, named: string | readonly string[]): string {
  return [named].flat().find((name) => name === file || resolve(name) === file) ?? file;
}

function nameReader({
  accounts = 'hash',
  key,
}: ReadAttemptsOptions): (attempt: RawAttempt) => string {
  const hash = accountHasher(key);
  return ({ account, isHashed = false }) =>
    accounts === 'plain' || isHashed || account === '' ? account : hash(account);
}

function attemptFrom(raw: RawAttempt, nameOf: (attempt: RawAttempt) => string): LoginAttempt {
  const { time, outcome, reason, client, address } = raw;
  return {
    time,
    outcome,
    reason,
    account: nameOf(raw),
    prefix: addressPrefix(address, PREFIX_LENGTHS),
    country: '',
    client,
  };
}
