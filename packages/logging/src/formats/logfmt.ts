import type { LogFormat } from '../record.ts';
import { BoundedFields } from './bounded-fields.ts';
import { namedValues } from './record-data.ts';

/**
 * `event=… category=… name="other value" msg="…"`, the form that collectors of logs call logfmt. The text
 * comes last: where a receiver cuts long messages, it loses the end of the text, and no field.
 *
 * @param most Bytes of the fields together.
 * @param textOf The text, without control characters.
 */
export function logfmt(most: number, textOf: LogFormat): LogFormat {
  return (record, origin) => {
    const fields = new BoundedFields(most, fieldValue);
    for (const [name, value] of namedValues(record)) fields.put(name, value);
    return `${fields.toString()} msg=${quoted(textOf(record, origin))}`.trimStart();
  };
}

const BARE = /^[\x21-\x7e]+$/;
const NEEDS_QUOTES = /["=\\]/;

function fieldValue(visible: string): string {
  return BARE.test(visible) && !NEEDS_QUOTES.test(visible) ? visible : quoted(visible);
}

function quoted(visible: string): string {
  return `"${visible.replace(/["\\]/g, String.raw`\$&`)}"`;
}
