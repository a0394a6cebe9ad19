import { logfmtFields } from '@emas/log-lines';
import { attemptOf, parseOwnLine } from '../own-lines.ts';
import type { RawAttempt } from '../raw-attempt.ts';
import type { ProgramMessage } from '../syslog-header.ts';

/** Lines of our own log that `syslogSink()` sent, as logfmt or as JSON. */
export function ownMessage({ time, message }: ProgramMessage): RawAttempt | 'none' | undefined {
  if (message.startsWith('{')) return parseOwnLine(message);
  if (!/^(?:event|category)=[\w-]{1,60} /.test(message)) return undefined;
  const fields = logfmtFields(message);
  if (!fields.has('category')) return undefined;
  return attemptOf(fields.get('event'), time, Object.fromEntries(fields)) ?? 'none';
}
