import type { EventCategory } from '@emas/events';
import type { LogFormat, LogLevel, LogRecord } from '../record.ts';
import { BoundedFields } from './bounded-fields.ts';
import { jsonFormat } from './json.ts';
import { logfmt } from './logfmt.ts';
import { errorParts, isoTime, namedValues } from './record-data.ts';
import { resolveRfc5424Options } from './rfc5424-options.ts';
import type { ResolvedRfc5424Options, Rfc5424Options } from './rfc5424-options.ts';
import { visibleText } from './visible-text.ts';

/** RFC 5424 §6.2.1, table 2. */
const SEVERITIES: Readonly<Record<LogLevel, number>> = {
  error: 3,
  warn: 4,
  info: 6,
  http: 6,
  verbose: 7,
  debug: 7,
  silly: 7,
};

/** Whom else than the machine's operator these concern. */
const SECURITY: ReadonlySet<EventCategory> = new Set(['auth', 'session']);

const NIL = '-';
const BYTE_ORDER_MARK = '\ufeff';
const ASCII = /^[\x20-\x7e]*$/;

/**
 * A syslog message by the grammar of RFC 5424 §6, for any content: header, structured data with the
 * fields, message. Control characters are made visible, so it is one line over every transport.
 *
 * The fields are in the message as well, since the usual templates of receivers drop structured data.
 *
 * A message with characters outside ASCII begins with a byte order mark, as §6.4 requires for UTF-8; an
 * ASCII message needs none, and most receivers would show it.
 *
 * @throws EmasError `ERR_EMAS_SYSLOG_OPTIONS`.
 */
export function rfc5424Format(options: Rfc5424Options = {}): LogFormat {
  const resolved = resolveRfc5424Options(options);
  const messageOf = messageFormat(resolved);
  return function rfc5424(record, origin) {
    const header = [
      `<${priorityOf(record, resolved)}>1`,
      isoTime(record.time) ?? NIL,
      headerField(origin.host, 255),
      headerField(origin.app, 48),
      headerField(String(origin.pid), 128),
      headerField(record.event ?? '', 32),
      structuredData(record, resolved),
    ].join(' ');
    const message = messageOf(record, origin);
    if (message === '') return header;
    return `${header} ${ASCII.test(message) ? '' : BYTE_ORDER_MARK}${message}`;
  };
}

function priorityOf(record: LogRecord, options: ResolvedRfc5424Options): number {
  const { facility, securityFacility } = options;
  return (
    (SECURITY.has(record.category) ? securityFacility : facility) * 8 + SEVERITIES[record.level]
  );
}

/** PRINTUSASCII of a certain length, or the nil value. */
function headerField(text: string, most: number): string {
  return text.replace(/[^\x21-\x7e]/g, '_').slice(0, most) || NIL;
}

/** One element, `[id name="value" …]` (§6.3). */
function structuredData(record: LogRecord, options: ResolvedRfc5424Options): string {
  const id = `[emas@${options.enterprise}`;
  const parameters = new BoundedFields(options.maxDataBytes - id.length, parameterValue);
  for (const [name, value] of namedValues(record)) parameters.put(name, value);
  return `${id}${parameters.toString()}]`;
}

/** §6.3.3. */
function parameterValue(visible: string): string {
  return `"${visible.replace(/["\\\]]/g, String.raw`\$&`)}"`;
}

function messageFormat({ message, maxDataBytes }: ResolvedRfc5424Options): LogFormat {
  if (message === 'text') return textOf;
  if (message === 'logfmt') return logfmt(maxDataBytes, textOf);
  const format = message === 'json' ? asciiJson : message;
  return (record, origin) => visibleText(format(record, origin));
}

/** What happened, and the message of the error that caused it. */
const textOf: LogFormat = (record) => {
  const { message } = record;
  const { error } = record.fields;
  const fault = error === undefined ? undefined : errorParts(error).message;
  if (fault === undefined || fault === message) return visibleText(message);
  return visibleText(message.endsWith('.') ? `${message} ${fault}` : `${message}: ${fault}`);
};

/** Our JSON line with escapes for everything outside ASCII: JSON has no byte order mark. */
const asciiJson: LogFormat = (record, origin) =>
  jsonFormat(record, origin).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
