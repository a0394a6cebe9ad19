import { styleText } from 'node:util';
import type { LogFormat, LogLevel, LogRecord } from '../record.ts';
import { errorParts, plainText } from './record-data.ts';
import { cutText, visibleText } from './visible-text.ts';

/** How lines for a developer look. */
export interface TerminalOptions {
  /** Whether colours may be used: where the output is a terminal that has them. */
  readonly colour: boolean;
  /** Columns. A value that is longer than that is cut, since it hides what is around it. @default 160 */
  readonly width?: number;
}

const DEFAULT_WIDTH = 160;
const NARROWEST = 40;
const LONGEST_MESSAGE = 4096;
const MOST_STACK_LINES = 40;
const CATEGORY_WIDTH = 10;
const LEVEL_WIDTH = 7;

const COLOURS = {
  error: 'red',
  warn: 'yellow',
  info: 'green',
  http: 'cyan',
  verbose: 'blue',
  debug: 'magenta',
  silly: 'gray',
} as const satisfies Readonly<Record<LogLevel, string>>;

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Whether Node.js would colour standard output: `NO_COLOR`, `FORCE_COLOR`, a terminal that can. */
export function inColour(): boolean {
  return styleText('bold', 'x') !== 'x';
}

/**
 * A line for the developers of the app: local time, level, category, what happened, its fields. An error's
 * stack follows on lines of its own, indented.
 *
 * What a visitor wrote is shown and never obeyed: no value can move the cursor, colour the screen, or
 * begin a line.
 */
export function terminalFormat(options: TerminalOptions): LogFormat {
  const width = Math.max(options.width ?? DEFAULT_WIDTH, NARROWEST);
  const paint: Paint = options.colour
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
  return function terminal(record) {
    const { error, ...fields } = record.fields;
    const line = [
      paint('dim', localTime(record.time)),
      paint(COLOURS[record.level], record.level.toUpperCase().padEnd(LEVEL_WIDTH)),
      paint('dim', record.category.padEnd(CATEGORY_WIDTH)),
      headline(record, paint),
      ...Object.entries(fields).map(([name, value]) => field(name, value, width, paint)),
    ];
    if (record.request !== undefined) line.push(paint('dim', shown(record.request, width)));
    if (error === undefined) return line.join(' ');
    return [line.join(' '), ...errorLines(error, width, paint)].join('\n');
  };
}

/** An event by its name, which is shorter than its meaning; the app's line by what it says. */
function headline({ event, message }: LogRecord, paint: Paint): string {
  return event === undefined ? shown(message, LONGEST_MESSAGE) : paint('bold', event);
}

/** `name=value`, with quotes where the value would not stand for itself otherwise. */
function field(name: string, value: unknown, width: number, paint: Paint): string {
  const text = shown(plainText(value), width);
  const isPlain = text !== '' && !/[\s"=]/.test(text);
  const isText = typeof value === 'string';
  return `${paint('dim', `${shown(name, width)}=`)}${isPlain || !isText ? text : quoted(text)}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', String.raw`\"`)}"`;
}

function errorLines(error: unknown, width: number, paint: Paint): string[] {
  const { type, message, code, stack, rest } = errorParts(error);
  const summary = [type, message].filter((part) => part !== undefined).join(': ');
  const lines = (stack ?? summary).split(/\r?\n/).slice(0, MOST_STACK_LINES);
  // A stack has its own form: only what is far too long is cut.
  const shownLines = lines.map((line) => `    ${shown(line, width * 4)}`);
  const [first = '', ...others] = shownLines;
  const extra = Object.entries({ ...(code === undefined ? {} : { code }), ...rest }).map(
    ([name, value]) => `    ${field(name, value, width, paint)}`,
  );
  return [paint(COLOURS.error, first), ...others.map((line) => paint('dim', line)), ...extra];
}

function shown(text: string, width: number): string {
  const visible = visibleText(cutText(text, width));
  return text.length > width ? `${visible}…` : visible;
}

/** HH:MM:SS.mmm, where the developer is. */
function localTime(time: number): string {
  const at = new Date(time);
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => padded(part, 2));
  return `${clock.join(':')}.${padded(at.getMilliseconds(), 3)}`;
}

function padded(part: number, digits: number): string {
  return String(part).padStart(digits, '0');
}
