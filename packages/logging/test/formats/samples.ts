import { CATALOGUE } from '@emas/events';
import type { EventDefinition, EventName, FieldTypes } from '@emas/events';
import { logRecord } from '../../src/record.ts';
import type { LogOrigin, LogRecord } from '../../src/record.ts';

type Parts = Partial<Omit<LogRecord, 'data' | 'fields'>>;

/** 2026-03-04T05:06:07.089Z */
export const TIME = 1_772_600_767_089;

export const ORIGIN: LogOrigin = { app: 'portal', version: '1.4.2', host: 'web-1', pid: 4711 };

/** An app's line. */
export function lineOf(data: unknown, parts: Parts = {}): LogRecord {
  const line: Omit<LogRecord, 'data' | 'fields'> = {
    time: TIME,
    level: 'info',
    category: 'system',
    event: undefined,
    message: 'something happened',
    request: undefined,
    context: undefined,
    ...parts,
  };
  return logRecord(line, { json: data === undefined ? '' : JSON.stringify(data) });
}

export const ERROR = {
  name: 'TypeError',
  message: 'x is not a function',
  code: 'E_ODD',
  stack: 'TypeError: x is not a function\n    at Object.<anonymous> (/srv/app.js:1:1)',
  cause: { name: 'Error', message: 'deeper', stack: 'Error: deeper\n    at y (/srv/b.js:2:2)' },
  statusCode: 500,
};

const VALUES: { readonly [Type in keyof FieldTypes]: unknown } = {
  text: 'a text',
  verbatim: 'password=a text that is told as it is',
  untrusted: '/login?next=%0a',
  account: '0123456789abcdef',
  address: '192.0.2.7',
  network: '192.0.2.0/24',
  hash: 'q83vEjRWeJA',
  count: 3,
  milliseconds: 12.5,
  texts: ['one', 'two'],
  error: ERROR,
};

export const EVENT_NAMES: readonly EventName[] = Object.keys(CATALOGUE).filter(
  (name): name is EventName => name in CATALOGUE,
);

/** An event with all its fields, each with a value of its type, and others in their place. */
export function eventOf(
  event: EventName,
  fields: Readonly<Record<string, unknown>> = {},
  parts: Parts = {},
): LogRecord {
  const { level, category, meaning, fields: types }: EventDefinition = CATALOGUE[event];
  const data = Object.entries(types).map(([name, type]) => [
    name,
    VALUES[type.replace('?', '') as keyof FieldTypes],
  ]);
  const line = {
    time: TIME,
    level,
    category,
    event,
    message: meaning,
    context: undefined,
    request: '018f3a5e-1111-7000-8000-000000000001',
    ...parts,
  };
  return logRecord(line, {
    json: JSON.stringify({ ...Object.fromEntries(data), ...fields }),
  });
}

/** What attackers write into logs. */
export const HOSTILE: readonly (readonly [name: string, text: string])[] = Object.entries({
  'a line feed': 'two\nlines',
  'all line ends': 'three\r\nlines\rhere',
  'an escape sequence': '\u001b[2J\u001b[31mred',
  'a C1 control': '\u009b31mC1',
  'a bidi override': '\u202egnp.exe\u2066',
  'line separators': '\u2028\u2029\u0085',
  'NUL and DEL': 'NUL\u0000DEL\u007f',
  'an end of structured data': '"]\\[emas@1 x="y"',
  'an end of a CEF header': 'a|b\\|c',
  'a CEF extension': 'k=v cs1=forged src=6.6.6.6',
  'an escaped equals sign': 'k\\=v\\',
  'a syslog message': '<34>1 2003-10-11T22:14:15.003Z host su - - - forged',
  'a CEF line': 'CEF:0|x|y|1|z|q|10|',
  'a byte order mark': '\ufeffbom',
  'half a character': 'half \ud800 of a character \udc00',
  'many scripts': '日本語 🎉 Größe',
  'a prototype': '__proto__',
  nothing: '',
  'a space': ' ',
  'a long text': 'x'.repeat(5000),
  'a long text of long characters': '🎉'.repeat(3000),
});

/** What no text on one line has: what a terminal or a viewer obeys. */
export const OBEYED: RegExp =
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
