import type { AccessLineReader, AccessLogFormat } from './access-line.ts';
import { withoutPercents } from './escapes.ts';
import { accessLineOf } from './line-fields.ts';
import type { FieldName, LineFields } from './line-fields.ts';
import { accessTimeReader } from './log-time.ts';

/** Columns of IIS, CloudFront and others that write W3C's extended log format. */
const COLUMNS: ReadonlyMap<string, FieldName> = new Map([
  ['c-ip', 'address'],
  ['x-forwarded-for', 'forwarded'],
  ['cs(x-forwarded-for)', 'forwarded'],
  ['cs-username', 'user'],
  ['cs-method', 'method'],
  ['cs-uri', 'url'],
  ['cs-uri-stem', 'url'],
  ['cs-uri-query', 'query'],
  ['sc-status', 'status'],
  ['cs(referer)', 'referrer'],
  ['cs(user-agent)', 'agent'],
  // What the visitor asked for; CloudFront's cs(Host) is its own name.
  ['x-host-header', 'host'],
  ['cs-host', 'host'],
  ['cs(host)', 'host'],
]);
const MOST_COLUMNS = 200;
const DIRECTIVE = '#Fields:';

/**
 * W3C's extended log format (https://www.w3.org/TR/WD-logfile), as IIS and CloudFront write it. What the
 * columns are says a `#Fields:` line, at the beginning and again wherever the server was started.
 */
export const w3cFormat: AccessLogFormat = { name: 'w3c', open: w3cReader };

/** Where a log has what: numbers of columns. */
interface Layout {
  readonly width: number;
  readonly date: number;
  readonly clock: number;
  /** Of two columns for one field, the better known one is last. */
  readonly fields: readonly (readonly [column: number, name: FieldName])[];
}

function w3cReader(): AccessLineReader {
  // Its times are in UTC.
  const readTime = accessTimeReader('UTC');
  let layout: Layout | undefined;
  return (line) => {
    if (line.startsWith('#') || line === '') {
      if (line.startsWith(DIRECTIVE)) layout = layoutOf(line.slice(DIRECTIVE.length));
      return 'comment';
    }
    const values = valuesOf(line);
    if (layout === undefined || values.length < layout.width) return undefined;
    return accessLineOf(fieldsOf(layout, values), readTime);
  };
}

function layoutOf(text: string): Layout {
  const columns = text.trim().toLowerCase().split(/\s+/, MOST_COLUMNS);
  const fields = [...COLUMNS]
    .map(([column, name]) => [columns.indexOf(column), name] as const)
    .filter(([column]) => column >= 0)
    .toReversed();
  const [date, clock] = [columns.indexOf('date'), columns.indexOf('time')];
  return { width: columns.length, date, clock, fields };
}

function fieldsOf({ date, clock, fields: places }: Layout, values: readonly string[]): LineFields {
  const fields: LineFields = { time: `${values[date] ?? ''} ${values[clock] ?? ''}` };
  for (const [column, name] of places) {
    const value = values[column] ?? '-';
    if (value !== '-' || fields[name] === undefined) fields[name] = value;
  }
  if (fields.agent !== undefined) fields.agent = withoutPercents(fields.agent);
  return fields;
}

/** Values stand between tabs (CloudFront) or blanks, some in quotes, in which a quote is doubled. */
function valuesOf(line: string): string[] {
  if (line.includes('\t')) return line.split('\t', MOST_COLUMNS);
  if (!line.includes('"')) return line.split(' ', MOST_COLUMNS);
  const values: string[] = [];
  for (let at = 0; at < line.length && values.length < MOST_COLUMNS;) {
    const isQuoted = line[at] === '"';
    const end = isQuoted ? quotedEnd(line, at + 1) : line.indexOf(' ', at);
    const stop = end < 0 ? line.length : end;
    values.push(isQuoted ? line.slice(at + 1, stop).replaceAll('""', '"') : line.slice(at, stop));
    at = stop + (isQuoted ? 2 : 1);
  }
  return values;
}

function quotedEnd(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}
