import { canonicalAddress } from '@emas/addresses';
import type { LineParser, RawAttempt } from './raw-attempt.ts';
import { syslogTimeReader } from './syslog-time.ts';
import type { SyslogTimeOptions } from './syslog-time.ts';

const HEADER =
  /^(?<time>\d{4}-\d\d-\d\dT\S{8,30}|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d) \S{1,255} sshd(?:-session|-auth)?(?:\[\d{1,10}\])?: (?<message>.*)$/s;
const REPEATED = /^message repeated (?<count>\d{1,9}) times: \[ (?<message>.*)\]$/s;
// The user's name is whatever the other side sent: it may look like the rest of the line, so what is ours
// is taken from the end.
const OUTCOME =
  /^(?<outcome>Failed|Accepted) (?<method>[\w-]{1,40}(?:\/[\w-]{1,40})?) for (?<invalid>invalid user )?(?<name>.*) from (?<address>\S{1,255}) port \d{1,5}(?: ssh2?(?:: \S+ \S+)?)?$/s;

const MOST_REPEATED = 1000;

/**
 * Lines of OpenSSH's server, as rsyslog and journald write them. Only `Failed` and `Accepted` count:
 * `Invalid user`, PAM's `authentication failure` and the closing of the connection are told of the same
 * attempt besides.
 */
export function sshdLineParser(options: SyslogTimeOptions): LineParser {
  const readTime = syslogTimeReader(options);
  return (line) => {
    const header = HEADER.exec(line)?.groups;
    if (header === undefined) return undefined;
    const time = readTime(header['time'] ?? '');
    if (Number.isNaN(time)) return undefined;
    return attemptFrom(header['message'] ?? '', time);
  };
}

function attemptFrom(message: string, time: number): RawAttempt | undefined {
  const repeated = REPEATED.exec(message)?.groups;
  const found = OUTCOME.exec(repeated?.['message'] ?? message)?.groups;
  if (found === undefined) return undefined;
  const { outcome, method = '', invalid, name: account = '', address } = found;
  return {
    time,
    ...(outcome === 'Accepted' ? SUCCESS : failure(invalid)),
    account,
    address: canonicalAddress(address),
    client: `ssh ${method}`,
    count: Math.min(MOST_REPEATED, Number(repeated?.['count'] ?? 1)),
  };
}

const SUCCESS = { outcome: 'success', reason: '' } as const;

function failure(invalid: string | undefined): Pick<RawAttempt, 'outcome' | 'reason'> {
  return {
    outcome: 'failure',
    reason: invalid === undefined ? 'wrong_password' : 'unknown_account',
  };
}

/** Whether a line is of syslog, whatever it tells. */
export function isSyslogLine(line: string): boolean {
  return /^(?:\d{4}-\d\d-\d\dT\S{8,30}|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d) \S{1,255} \S/.test(
    line,
  );
}
