import type { TimeOptions } from './line-form.ts';
import { localTimeReader } from './local-times.ts';

/** A message of a program, from any envelope. */
export interface ProgramMessage {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly program: string;
  /** Names the process among those of the log; `''` where its number is not known. */
  readonly process: string;
  readonly message: string;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\S{8,30}|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?`;
// What Dovecot writes itself has no host.
const BSD = new RegExp(
  String.raw`^(?:<\d{1,3}>)?(?<time>${TIME}) (?:(?<host>\S{0,254}[^\s:]) )?(?<program>[^\s:[\]]{1,128})(?:\[(?<pid>\d{1,10})\]:?|:) ?(?<message>.*)$`,
  's',
);
const RFC_5424 =
  /^<\d{1,3}>1 (?<time>\S{1,40}) (?<host>\S{1,255}) (?<program>\S{1,48}) (?<pid>\S{1,128}) \S{1,32} (?<message>.*)$/s;
const DATA_ELEMENT = /\[(?:[^\]"\\]|\\.|"(?:[^"\\]|\\.)*")*\]/y;
const NIL = '-';

/** Reads the header of a syslog line: RFC 5424, RFC 3164, or with a time by RFC 3339. */
export function syslogHeaderReader(
  options: TimeOptions,
): (line: string) => ProgramMessage | undefined {
  const readTime = localTimeReader(options);
  return (line) => {
    const modern = RFC_5424.exec(line)?.groups;
    const header = modern ?? BSD.exec(line)?.groups;
    if (header === undefined) return undefined;
    const { time: written = '', host = '', program = '', pid = '', message = '' } = header;
    const time = readTime(written);
    if (Number.isNaN(time)) return undefined;
    return {
      time,
      program,
      process: processName(host, program, pid),
      message: modern === undefined ? message : withoutData(message),
    };
  };
}

/** Tells the processes of a log apart. */
export function processName(host: string, program: string, pid: string): string {
  return pid === '' || pid === NIL ? '' : `${host} ${program} ${pid}`;
}

/** Behind the structured data (RFC 5424 §6.3), and the byte order mark. */
function withoutData(text: string): string {
  let end = text.startsWith(NIL) ? 1 : 0;
  DATA_ELEMENT.lastIndex = end;
  while (DATA_ELEMENT.test(text)) end = DATA_ELEMENT.lastIndex;
  return text.slice(end).replace(/^ \ufeff?/, '');
}
