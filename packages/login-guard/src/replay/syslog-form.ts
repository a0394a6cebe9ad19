import { singleLines } from './line-form.ts';
import type { LineForm, LineReader, TimeOptions, Verdict } from './line-form.ts';
import { dovecot } from './programs/dovecot.ts';
import { dropbear } from './programs/dropbear.ts';
import { ownMessage } from './programs/ours.ts';
import { pam } from './programs/pam.ts';
import { postfix } from './programs/postfix.ts';
import { timesOf, verdictOf } from './programs/program-messages.ts';
import type { ProgramMessages } from './programs/program-messages.ts';
import { sshd } from './programs/sshd.ts';
import { vsftpd } from './programs/vsftpd.ts';
import { wordpress } from './programs/wordpress.ts';
import { syslogHeaderReader } from './syslog-header.ts';
import type { ProgramMessage } from './syslog-header.ts';

/** Whose messages are read. What PAM says comes last: it stands under any name. */
const PROGRAMS: readonly ProgramMessages[] = [
  sshd,
  dropbear,
  dovecot,
  postfix,
  vsftpd,
  wordpress,
  pam,
];

/** rsyslog folds messages into the first, syslogd into a line of its own. */
const REPEATED = /^message repeated (?<count>\d{1,9}) times: \[ (?<message>.*)\]$/s;
const REPEATED_LINE = /^\S.{5,40} last message repeated (\d{1,9}) times?$/;
/** As Linux named it before 2006: `sshd(pam_unix)`. */
const OLD_PAM = /^(?<program>[^()]{1,100})\((?<module>pam_\w{1,20})\)$/;

/** Words that together speak of a sign-in that failed. */
const FAILED = /fail|invalid|denied|incorrect|wrong|rejected|refused|bad pass/i;
const SIGN_IN = /auth|log[io]n|log-?in|log on|sign-?in|password|passwd|credential/i;

/** Syslog, as rsyslog, journald and Dovecot write it, and by RFC 5424. */
export const syslogForm: LineForm = singleLines('syslog', syslogReader);

function syslogReader(options: TimeOptions): LineReader['read'] {
  const readHeader = syslogHeaderReader(options);
  let last: Verdict = 'none';
  return (line) => {
    const header = readHeader(line);
    if (header !== undefined) return (last = messageVerdict(header));
    const [, times] = REPEATED_LINE.exec(line) ?? [];
    if (times === undefined) return undefined;
    return typeof last === 'string' ? last : { ...last, count: timesOf(times) };
  };
}

/** What the message of a program tells, from any envelope. */
export function messageVerdict(given: ProgramMessage): Verdict {
  const { count, message = given.message } = REPEATED.exec(given.message)?.groups ?? {};
  const one = withModernPam({ ...given, message });
  const own = ownMessage(one);
  if (own !== undefined) return own;
  for (const program of PROGRAMS) {
    if (!program.program.test(one.program)) continue;
    const verdict = verdictOf(one, program);
    if (verdict === undefined) continue;
    return typeof verdict === 'string' || count === undefined
      ? verdict
      : { ...verdict, count: timesOf(count) };
  }
  return FAILED.test(message) && SIGN_IN.test(message) ? 'unread' : 'none';
}

function withModernPam(given: ProgramMessage): ProgramMessage {
  const { program, module } = OLD_PAM.exec(given.program)?.groups ?? {};
  if (program === undefined || module === undefined) return given;
  const process = given.process.replace(`(${module})`, '');
  return { ...given, program, process, message: `${module}(${program}:auth): ${given.message}` };
}
