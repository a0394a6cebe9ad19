/** A part of a text: from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands around a text, `"`, and within JSON in JSON `\"`; in an address `%22`. */
export interface Quote {
  /** With its backslashes. */
  readonly text: string;
  /** The bare sign. */
  readonly sign: string;
  /** How many backslashes stand before it. */
  readonly depth: number;
}

const SIGNS = '"\'`';
const BEGINS = `${SIGNS}\\%`;
const BACKSLASH = 0x5c;
const ENCODED = /%(?:25){0,3}2[27]/iy;
const LONGEST_DEPTH = 15;

/** The quote that begins at a place. */
export function quoteAt(text: string, at: number): Quote | undefined {
  if (!BEGINS.includes(text.charAt(at))) return undefined;
  let end = at;
  while (text.charCodeAt(end) === BACKSLASH && end - at < LONGEST_DEPTH) end += 1;
  const sign = text.charAt(end);
  if (sign !== '' && SIGNS.includes(sign)) {
    return { text: text.slice(at, end + 1), sign, depth: end - at };
  }
  ENCODED.lastIndex = at;
  const [encoded] = ENCODED.exec(text) ?? [];
  return encoded === undefined ? undefined : { text: encoded, sign: encoded, depth: 0 };
}

/**
 * Where a quoted text ends: before its closing quote, or at the end of all.
 *
 * @param at Behind the opening quote.
 */
export function endOfQuoted(text: string, at: number, quote: Quote): number {
  const { sign, depth } = quote;
  for (let end = text.indexOf(sign, at); end !== -1; end = text.indexOf(sign, end + sign.length)) {
    if (sign.length > 1) return end;
    const before = backslashesBefore(text, end, at);
    // One level of JSON doubles them: what is escaped within has more than those of the quote itself.
    if (before % (2 * (depth + 1)) !== depth) continue;
    // SQL doubles a quote that is part of the text.
    if (depth === 0 && end > at && text.charAt(end + 1) === sign) {
      end += 1;
      continue;
    }
    return end - depth;
  }
  return text.length;
}

function backslashesBefore(text: string, end: number, start: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === BACKSLASH) at -= 1;
  return end - at;
}

/** A text with its spans replaced. Spans are in order and do not overlap. */
export function replaceSpans(text: string, spans: readonly Span[], by: string): string {
  if (spans.length === 0) return text;
  let replaced = '';
  let from = 0;
  for (const { start, end } of spans) {
    replaced += text.slice(from, start) + by;
    from = end;
  }
  return replaced + text.slice(from);
}
