import { isIPv4 } from 'node:net';
import { CATALOGUE } from '@emas/events';
import type { EventDefinition } from '@emas/events';
import type { LogFormat, LogLevel, LogRecord } from '../record.ts';
import { CefExtension } from './cef-extension.ts';
import { errorParts, isAddress, plainText } from './record-data.ts';
import { cutText, visibleText } from './visible-text.ts';

const VENDOR = 'e-MAS';
/** What a line of the app itself is called: its message is not a name. */
const APP_LINE = { id: 'app_log', name: 'Application message' } as const;

/** 0 to 3 is low, 4 to 6 medium, 7 and 8 high. */
const SEVERITIES: Readonly<Record<LogLevel, number>> = {
  error: 8,
  warn: 6,
  info: 3,
  http: 2,
  verbose: 1,
  debug: 0,
  silly: 0,
};

/**
 * A line of ArcSight's Common Event Format, version 0, with the keys and lengths of its dictionary.
 *
 * What the dictionary has no key for goes to `cs1` to `cs6` and `cn1` to `cn3`, which say their name in
 * `cs1Label` and so on. An event's fields always have the same one, whether the others are there or not.
 */
export const cefFormat: LogFormat = (record, origin) => {
  const { event } = record;
  const definition: EventDefinition | undefined =
    event === undefined ? undefined : CATALOGUE[event];
  const header = [
    'CEF:0',
    VENDOR,
    headerField(origin.app, 63),
    headerField(origin.version ?? '-', 31),
    headerField(event ?? APP_LINE.id, 1023),
    headerField(definition?.meaning ?? APP_LINE.name, 512),
    SEVERITIES[record.level],
  ].join('|');
  const extension = new CefExtension();
  extension.number('rt', record.time);
  extension.text('dvchost', origin.host);
  extension.number('dvcpid', origin.pid);
  extension.text('cat', record.category);
  extension.text('externalId', record.request);
  if (definition === undefined) putAppData(extension, record);
  else putFields(extension, record, definition);
  return `${header}|${extension.toString()}`;
};

/** Keys of the dictionary that hold a text. */
const TEXTS: Readonly<Record<string, string>> = {
  account: 'suid',
  file: 'fname',
  method: 'requestMethod',
  path: 'request',
  reason: 'reason',
};
/** Fields that say where somebody came from. */
const SOURCES: ReadonlySet<string> = new Set(['source_ip', 'source_network']);
/** Keys that hold a whole number. */
const NUMBERS: Readonly<Record<string, string>> = { bytes: 'out', count: 'cnt' };

function putFields(
  extension: CefExtension,
  record: LogRecord,
  { fields, ecs, category }: EventDefinition,
): void {
  const data = record.fields;
  extension.text('outcome', ecs.outcome);
  let message = record.message;
  for (const [name, type] of Object.entries(fields)) {
    const value = data[name];
    const text = name === 'client' && category !== 'deprecated' ? CLIENT_KEY : TEXTS[name];
    const number = NUMBERS[name];
    if (SOURCES.has(name)) putSource(extension, name, value);
    else if (name === 'error') message = putError(extension, value) ?? message;
    else if (name === 'message') message = value === undefined ? message : plainText(value);
    else if (text !== undefined) extension.text(text, value);
    else if (number !== undefined) extension.number(number, value);
    else if (isNumeric(type)) extension.customNumber(name, value);
    else extension.customText(name, value);
  }
  extension.text('msg', message);
}

/** Its names may come from a visitor: none of them is a key. */
function putAppData(extension: CefExtension, record: LogRecord): void {
  const { error, ...data } = record.fields;
  const fault = error === undefined ? undefined : putError(extension, error);
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'number') extension.customNumber(name, value);
    else extension.customText(name, value);
  }
  const { message } = record;
  extension.text(
    'msg',
    fault === undefined || fault === message ? message : `${message}: ${fault}`,
  );
}

const CLIENT_KEY = 'requestClientApplication';

/** A network is no address: CEF has no key for one. */
function putSource(extension: CefExtension, name: string, value: unknown): void {
  if (name === 'source_network' && !isAddress(value)) extension.customText(name, value);
  else putAddress(extension, value);
}

function putAddress(extension: CefExtension, value: unknown): void {
  if (!isAddress(value)) return;
  if (isIPv4(value)) extension.text('src', value);
  else extension.sourceIPv6(value);
}

/** @returns The error's message. */
function putError(extension: CefExtension, error: unknown): string | undefined {
  const { type, message, code, stack } = errorParts(error);
  extension.customText('error_type', type);
  extension.customText('error_code', code);
  extension.customText('stack', stack);
  return message;
}

function isNumeric(type: string): boolean {
  return type.startsWith('count') || type.startsWith('milliseconds');
}

/** A header's field ends at a pipe, and is on one line. */
function headerField(text: string, most: number): string {
  return cutText(visibleText(text), most).replace(/[\\|]/g, String.raw`\$&`);
}
