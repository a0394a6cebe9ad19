import { EmasError } from '@emas/errors';
import type { AccessLineReader } from './access-line.ts';
import { withoutEscapes } from './escapes.ts';
import { accessLineOf } from './line-fields.ts';
import type { FieldName, LineFields } from './line-fields.ts';

/** One piece of a format string: a text that stands in each line, or a field. */
export type Piece =
  | { readonly text: string }
  /** Without a name: a field that nobody asks about. */
  | { readonly field: FieldName | undefined };

/** A field, and what tells where it ends. */
interface Step {
  readonly name: FieldName | undefined;
  /** The text behind it; '' where it is the last. */
  readonly end: string;
  /** Characters of it that are not the next field's. */
  readonly gap: number;
  /** It stands in quotes, in which a quote is written as `\"`. */
  readonly isQuoted: boolean;
  /** The field that follows. */
  readonly next: FieldName | undefined;
}

const MOST_FIELDS = 100;
const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;

/**
 * A reader of lines that are made by a format string. What follows the last piece is passed over.
 *
 * It goes through a line from left to right, field by field, and never back: a line takes time in proportion
 * to its length.
 *
 * @throws EmasError `ERR_EMAS_LOG_FORMAT` where the format does not say what a request needs.
 */
export function patternReader(
  pieces: readonly Piece[],
  readTime: (text: string) => number,
): AccessLineReader {
  const [first, steps] = stepsOf(pieces);
  return (line) => {
    if (line === '') return 'comment';
    if (!line.startsWith(first)) return undefined;
    const fields: LineFields = {};
    let at = first.length;
    for (const step of steps) {
      const end = endOf(line, at, step);
      if (end < 0) return undefined;
      if (step.name !== undefined) keep(fields, step.name, line.slice(at, end));
      at = end + step.gap;
    }
    return accessLineOf(fields, readTime);
  };
}

/** Of two fields that tell the same, the first that tells something counts. */
function keep(fields: LineFields, name: FieldName, text: string): void {
  const before = fields[name];
  if (before !== undefined && before !== '' && before !== '-') return;
  fields[name] = withoutEscapes(text);
}

/** Where the field ends that begins at a place; -1 where it does not. */
function endOf(line: string, from: number, step: Step): number {
  if (step.isQuoted) return quotedEnd(line, from, step.end);
  if (step.end === '') return step.name === undefined ? from : line.length;
  for (let at = line.indexOf(step.end, from); at >= 0; at = line.indexOf(step.end, at + 1)) {
    // A list of addresses goes on behind its comma.
    const goesOn = isAddress(step.name) && line.charCodeAt(at - 1) === COMMA;
    if (!goesOn && canBegin(line, at + step.end.length, step.next)) return at;
  }
  return -1;
}

/** The first quote that is not escaped, where the text behind the field stands there. */
function quotedEnd(line: string, from: number, end: string): number {
  const quote = line.indexOf('"', from);
  const escape = line.indexOf('\\', from);
  // Most lines: the engine finds a character faster than a loop does.
  if (escape < 0 || quote < escape) return quote >= 0 && line.startsWith(end, quote) ? quote : -1;
  for (let at = from; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return line.startsWith(end, at) ? at : -1;
  }
  return -1;
}

function isAddress(name: FieldName | undefined): boolean {
  return name === 'address' || name === 'forwarded';
}

/** Names and requests hold blanks and brackets: they end where what follows looks like itself. */
function canBegin(line: string, at: number, name: FieldName | undefined): boolean {
  if (name === 'time') return isDigit(line, at);
  if (name !== 'status' || line[at] === '-') return true;
  return isDigit(line, at) && !isDigit(line, at + 3);
}

function isDigit(line: string, at: number): boolean {
  const code = line.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function stepsOf(pieces: readonly Piece[]): [first: string, steps: Step[]] {
  const joined = joinedPieces(pieces);
  const [head] = joined;
  const first = head !== undefined && 'text' in head ? head.text : '';
  const steps: Step[] = [];
  let before = first;
  joined.forEach((piece, index) => {
    if (!('field' in piece)) return;
    const [text, next] = [joined[index + 1], joined[index + 2]];
    const end = endText(text);
    const isQuoted = before.endsWith('"') && end.startsWith('"');
    const following = next !== undefined && 'field' in next ? next.field : undefined;
    const gap = text === undefined || 'text' in text ? end.length : 0;
    steps.push({ name: piece.field, end, gap, isQuoted, next: following });
    before = end;
  });
  check(steps);
  return [first, steps];
}

/** What ends a field: the text behind it, or the first character of a path, as in `$host$request_uri`. */
function endText(behind: Piece | undefined): string {
  if (behind === undefined) return '';
  if ('text' in behind) return behind.text;
  if (behind.field === 'url') return '/';
  throw unclear('two fields stand side by side');
}

/** Puts texts that follow one another together, and a path with its query. */
function joinedPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && 'text' in last && 'text' in piece) {
      joined[joined.length - 1] = { text: last.text + piece.text };
    } else if (!isQueryBehindPath(last, piece)) joined.push(piece);
  }
  return joined;
}

/** nginx has `$uri$is_args$args`, Apache `%U%q`. */
function isQueryBehindPath(last: Piece | undefined, piece: Piece): boolean {
  return last !== undefined && 'field' in last && last.field === 'url' && isQuery(piece);
}

function isQuery(piece: Piece): boolean {
  return 'field' in piece && piece.field === 'query';
}

function check(steps: readonly Step[]): void {
  if (steps.length > MOST_FIELDS) throw unclear(`it has more than ${MOST_FIELDS} fields`);
  const names = new Set(steps.map(({ name }) => name));
  const has = (...some: FieldName[]): boolean => some.some((name) => names.has(name));
  const missing = [
    ...(has('time') ? [] : ['the time']),
    ...(has('address', 'forwarded') ? [] : ['the address']),
    ...(has('request', 'url') ? [] : ['the request']),
    ...(has('status') ? [] : ['the status']),
  ];
  if (missing.length > 0) throw unclear(`it does not say ${missing.join(', ')}`);
}

function unclear(reason: string): EmasError {
  return new EmasError('ERR_EMAS_LOG_FORMAT', `The format string cannot be used: ${reason}.`, {
    help: 'Copy it from the log_format of nginx or the LogFormat of Apache.',
  });
}
