import { EmasError } from '@emas/errors';
import type { AccessLineReader, AccessLogFormat, AccessLogOptions } from './access-line.ts';
import { formatOfString, isFormatString } from './format-string.ts';
import { jsonFormat } from './json-lines.ts';
import { w3cFormat } from './w3c-lines.ts';

const COMMON = '$remote_addr $ident $remote_user [$time_local] "$request" $status $bytes';
const COMBINED = `${COMMON} "$http_referer" "$http_user_agent"`;

/** Formats that are one line after another, as nginx would write their format strings. */
const STRINGS = {
  combined: COMBINED,
  vhost_combined: `$host ${COMBINED}`,
  common: COMMON,
  vhost_common: `$host ${COMMON}`,
  alb: '$type $time_iso8601 $elb $remote_addr $target $s1 $s2 $s3 $status $target_status $in $out "$request" "$http_user_agent"',
  elb: '$time_iso8601 $elb $remote_addr $backend $s1 $s2 $s3 $status $backend_status $in $out "$request" "$http_user_agent"',
  s3: '$owner $bucket [$time_local] $remote_addr $requester $id $operation $key "$request" $status $error $sent $size $ms1 $ms2 "$http_referer" "$http_user_agent"',
  haproxy:
    '$remote_addr [$time_local] $frontend $backend $timers $status $bytes $c1 $c2 $end $connections $queues $captured"$request"',
} as const;

/** Names of formats. Of two that read a log alike, detection takes the one that stands first. */
export const LOG_FORMATS = [
  'combined',
  'vhost_combined',
  'json',
  'w3c',
  'common',
  'vhost_common',
  'alb',
  'elb',
  's3',
  'haproxy',
] as const;
export type LogFormatName = (typeof LOG_FORMATS)[number];

/**
 * The format of a name, or of a format string of nginx or Apache.
 *
 * @throws EmasError `ERR_EMAS_LOG_FORMAT` where it is neither.
 */
export function accessLogFormat(format: string, options: AccessLogOptions = {}): AccessLogFormat {
  const name = LOG_FORMATS.find((one) => one === format);
  if (name !== undefined) return namedFormat(name, options);
  if (isFormatString(format)) return formatOfString(format, options);
  throw new EmasError(
    'ERR_EMAS_LOG_FORMAT',
    `"${format.slice(0, 60)}" is not an access log format.`,
    { help: `Known are ${LOG_FORMATS.join(', ')}, and format strings of nginx and Apache.` },
  );
}

function namedFormat(name: LogFormatName, options: AccessLogOptions): AccessLogFormat {
  if (name === 'json') return jsonFormat(options);
  if (name === 'w3c') return w3cFormat;
  const format = formatOfString(STRINGS[name], options, name);
  if (name !== 'haproxy') return format;
  return { name, open: () => behindSyslogHeader(format.open()) };
}

/** HAProxy's lines come through syslog: `Nov 20 10:00:00 lb haproxy[14389]: 203.0.113.7:33317 [20/Nov/2026…`. */
function behindSyslogHeader(read: AccessLineReader): AccessLineReader {
  return (line) => {
    const program = line.indexOf('haproxy[');
    const end = program < 0 ? -1 : line.indexOf(']: ', program);
    return read(end < 0 ? line : line.slice(end + 3));
  };
}

/** The format that reads most of a log's first lines; `undefined` where none reads any. */
export function detectFormat(
  lines: readonly string[],
  options: AccessLogOptions = {},
): AccessLogFormat | undefined {
  let best: AccessLogFormat | undefined;
  let most = 0;
  for (const name of LOG_FORMATS) {
    const format = namedFormat(name, options);
    const read = format.open();
    const score = lines.reduce((sum, line) => sum + scoreOf(read(line)), 0);
    if (score > most) [best, most] = [format, score];
  }
  return best;
}

/** A line is surer to be of a format that finds an address in it, and an agent. */
function scoreOf(read: ReturnType<AccessLineReader>): number {
  if (read === undefined || read === 'comment') return 0;
  if (read === 'no_request') return 1;
  return 2 + Number(read.address !== '') + Number(read.userAgent !== undefined);
}
