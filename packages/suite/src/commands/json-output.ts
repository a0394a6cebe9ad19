import { Option } from 'commander';
import { isoTime } from './time-text.ts';

/** `--json`, which every command has. Who prints lines as it finds them prints one document a line. */
export function jsonOption(what: string): Option {
  return new Option('--json', `print ${what} as JSON`);
}

/** The same of commands that print lines of logs. */
export function jsonLinesOption(): Option {
  return new Option('--json', 'print lines as they are in the file, one JSON object each');
}

/**
 * A document for programs, on one line.
 *
 * @param times Fields that are milliseconds since 1970: they are told as in the log, `2026-11-23T10:00:00.000Z`.
 */
export function jsonText(value: unknown, times: readonly string[] = []): string {
  const text = JSON.stringify(value, (key, field: unknown) =>
    typeof field === 'number' && Number.isFinite(field) && times.includes(key)
      ? isoTime(field)
      : field,
  );
  return safeJson(text);
}

/** What a terminal obeys and `JSON.stringify` lets through: C1 controls, DEL, what turns the direction. */
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The same document: such characters only stand in texts, where JSON has another way to write them. */
export function safeJson(text: string): string {
  return text.replace(
    OBEYED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
