import type { Piece } from './field-pattern.ts';
import type { FieldName } from './line-fields.ts';

const DIRECTIVE = /%(?:(%)|[!<>,\d]{0,20}(?:\{([^}]{0,100})\})?(\^[a-z]{2}|[a-z]))/gi;
/** Directives of Apache that tell something about a request; `%a`, not `%{c}a`, is the client. */
const DIRECTIVES: ReadonlyMap<string, FieldName> = new Map([
  ['h', 'address'],
  ['a', 'address'],
  ['u', 'user'],
  ['r', 'request'],
  ['m', 'method'],
  ['U', 'url'],
  ['q', 'query'],
  ['s', 'status'],
  ['v', 'host'],
  ['V', 'host'],
]);
const HEADERS: ReadonlyMap<string, FieldName> = new Map([
  ['x-forwarded-for', 'forwarded'],
  ['x-real-ip', 'forwarded'],
  ['referer', 'referrer'],
  ['user-agent', 'agent'],
  ['host', 'host'],
]);
/** A time of `%{…}t` that is only a part of one: what is behind its seconds. */
const FRACTION = /_frac$/;

/**
 * Takes a format string of Apache apart, as `LogFormat` of mod_log_config has it:
 * `%h %l %u %t "%r" %>s %b "%{Referer}i"`. Other directives are fields nobody asks about.
 */
export function apachePieces(format: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of format.matchAll(DIRECTIVE)) {
    const [whole, percent, argument, letter = ''] = match;
    pieces.push({ text: format.slice(at, match.index) });
    if (percent === undefined) pieces.push(...fieldOf(letter, argument));
    else pieces.push({ text: '%' });
    at = match.index + whole.length;
  }
  return [...pieces, { text: format.slice(at) }].filter(
    (piece) => !('text' in piece) || piece.text !== '',
  );
}

function fieldOf(letter: string, argument: string | undefined): Piece[] {
  if (letter === 't' && argument === undefined) {
    return [{ text: '[' }, { field: 'time' }, { text: ']' }];
  }
  if (letter === 't') return [{ field: FRACTION.test(argument ?? '') ? undefined : 'time' }];
  if (letter === 'i') return [{ field: HEADERS.get((argument ?? '').toLowerCase()) }];
  return [{ field: argument === undefined ? DIRECTIVES.get(letter) : undefined }];
}
