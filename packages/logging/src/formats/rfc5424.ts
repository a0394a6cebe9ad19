import type { EventCategory } from '@emas/events';
import type { LogFormat, LogLevel, LogRecord } from '../record.ts';
import { jsonFormat } from './json.ts';
import { errorParts, isoTime } from './record-data.ts';
import { resolveRfc5424Options } from './rfc5424-options.ts';
import type { ResolvedRfc5424Options, Rfc5424Options } from './rfc5424-options.ts';
import { StructuredData } from './structured-data.ts';
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
 * A syslog message by the grammar of RFC 5424 §6, whatever is logged: header, structured data with the
 * fields, message. Controls in it are made visible, so it is on one line over every transport.
 *
 * A message with other characters than ASCII's begins with a byte order mark, as §6.4 wants it for UTF-8;
 * one without needs none, and most receivers would show it.
 *
 * @throws EmasError `ERR_EMAS_SYSLOG_OPTIONS`.
 */
export function rfc5424Format(options: Rfc5424Options = {}): LogFormat {
  const resolved = resolveRfc5424Options(options);
  const messageOf = messageFormat(resolved.message);
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

/** The stack of an error is left to the message: it has many lines, and is longer than many receivers allow. */
function structuredData(record: LogRecord, options: ResolvedRfc5424Options): string {
  const { event, category, request } = record;
  const data = new StructuredData(`emas@${options.enterprise}`, options.maxDataBytes);
  data.put('event', event);
  data.put('category', category);
  data.put('request', request);
  const { error, ...fields } = record.fields;
  // Names that the app's data has in common with ours are kept apart from ours.
  const prefix = event === undefined ? 'data_' : '';
  for (const [name, value] of Object.entries(fields)) data.put(prefix + name, value);
  if (error !== undefined) {
    const { type, message, code } = errorParts(error);
    data.put('error_type', type);
    data.put('error_code', code);
    data.put('error_message', message);
  }
  return data.toString();
}

function messageFormat(message: ResolvedRfc5424Options['message']): LogFormat {
  if (message === 'text') return textOf;
  const format = message === 'json' ? asciiJson : message;
  return (record, origin) => visibleText(format(record, origin));
}

/** What happened, and by which error. */
const textOf: LogFormat = (record) => {
  const { message } = record;
  const { error } = record.fields;
  const fault = error === undefined ? undefined : errorParts(error).message;
  if (fault === undefined || fault === message) return visibleText(message);
  return visibleText(message.endsWith('.') ? `${message} ${fault}` : `${message}: ${fault}`);
};

/** Our JSON line with escapes for all that is not ASCII: a byte order mark is not JSON. */
const asciiJson: LogFormat = (record, origin) =>
  jsonFormat(record, origin).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
