import type { SecretKeys } from './secret-keys.ts';
import { endOfQuoted, quoteAt, replaceSpans } from './spans.ts';
import type { Span } from './spans.ts';

/** Lists of a name, its value, the next name: Node's raw headers, and pairs in a list, `[["cookie","…"]]`. */
const LIST =
  /raw(?:Headers|Trailers)\\{0,15}["']?\s{0,4}[:=]\s{0,4}\[|[[,]\s{0,8}\[(?=\s{0,8}\\{0,15}["'])/g;
const BETWEEN = /[\s,]{0,16}/y;
const LONGEST_NAME = 64;

/** Masks values that stand in a list behind the names of secrets. */
export function withoutListedSecrets(text: string, keys: SecretKeys, by: string): string {
  const spans: Span[] = [];
  LIST.lastIndex = 0;
  for (let found = LIST.exec(text); found !== null; found = LIST.exec(text)) {
    LIST.lastIndex = addPairs(text, LIST.lastIndex, keys, spans);
  }
  return replaceSpans(text, spans, by);
}

/** @returns Where the pairs end. */
function addPairs(text: string, start: number, keys: SecretKeys, spans: Span[]): number {
  let at = start;
  for (;;) {
    const name = quotedFrom(text, at);
    const value = name === undefined ? undefined : quotedFrom(text, name.next);
    if (name === undefined || value === undefined) return at;
    const isName = name.end - name.start <= LONGEST_NAME;
    if (isName && keys.isSecret(text.slice(name.start, name.end)) && value.end > value.start) {
      spans.push(value);
    }
    at = value.next;
  }
}

function quotedFrom(text: string, from: number): (Span & { readonly next: number }) | undefined {
  BETWEEN.lastIndex = from;
  const at = from + (BETWEEN.exec(text)?.[0].length ?? 0);
  const quote = quoteAt(text, at);
  if (quote === undefined) return undefined;
  const start = at + quote.text.length;
  const end = endOfQuoted(text, start, quote);
  return { start, end, next: end + quote.text.length };
}
