import type { SecretKeys } from './secret-keys.ts';
import { endOfQuoted, quoteAt, replaceSpans } from './spans.ts';
import type { Span } from './spans.ts';

/**
 * What stands right before a password in SQL where that is no column's name and `=`: `IDENTIFIED BY '…'`,
 * `WITH PASSWORD '…'`, `password LIKE '…'`, `PASSWORD('…')`, `SET PASSWORD FOR 'ali'@'%' = '…'`.
 */
const PASSWORD = new RegExp(
  [
    String.raw`\bidentified\s{1,8}(?:with\s{1,8}\S{1,64}\s{1,8})?(?:by|as)(?:\s{1,8}password)?\s{1,8}[NE]?(?=['"])`,
    String.raw`\bpassw(?:or)?d(?:\s{1,8}(?:not\s{1,8})?(?:i?like|regexp))?\s{1,8}[NE]?(?=['"])`,
    String.raw`\bpassword\s{0,8}\(\s{0,8}(?=['"])`,
    String.raw`\bset\s{1,8}password\s{1,8}for\s{1,8}\S{1,128}\s{0,8}=\s{0,8}(?=['"])`,
  ].join('|'),
  'gi',
);
/** `INSERT INTO t (name, password) VALUES (` */
const INSERT =
  /\b(?:insert|replace)\s{1,8}into\s{1,8}[\w."`[\]]{1,200}\s{0,8}\(([^()]{1,4000})\)\s{0,8}values\s{0,8}(?=\()/gi;
const VALUE_END = /[,()]/g;

/** Masks passwords in statements of SQL that stand behind no sign. */
export function withoutSqlSecrets(text: string, keys: SecretKeys, by: string): string {
  const spans: Span[] = [];
  PASSWORD.lastIndex = 0;
  for (let found = PASSWORD.exec(text); found !== null; found = PASSWORD.exec(text)) {
    const quote = quoteAt(text, PASSWORD.lastIndex);
    if (quote === undefined) continue;
    const start = PASSWORD.lastIndex + quote.text.length;
    const end = endOfQuoted(text, start, quote);
    if (end > start) spans.push({ start, end });
    PASSWORD.lastIndex = end;
  }
  return withoutInsertedSecrets(replaceSpans(text, spans, by), keys, by);
}

function withoutInsertedSecrets(text: string, keys: SecretKeys, by: string): string {
  const spans: Span[] = [];
  INSERT.lastIndex = 0;
  for (let found = INSERT.exec(text); found !== null; found = INSERT.exec(text)) {
    const secret = (found[1] ?? '').split(',').map((column) => keys.isSecret(column.trim()));
    if (secret.includes(true)) INSERT.lastIndex = addRows(text, INSERT.lastIndex, secret, spans);
  }
  return replaceSpans(text, spans, by);
}

/** @returns Where the rows end. */
function addRows(text: string, start: number, secret: readonly boolean[], spans: Span[]): number {
  let at = start;
  while (text.charAt(at) === '(') {
    at = addRow(text, at + 1, secret, spans);
    at += /^\s{0,8},\s{0,8}(?=\()/.exec(text.slice(at, at + 32))?.[0].length ?? 0;
  }
  return at;
}

/** @returns Behind the closing bracket. */
function addRow(text: string, from: number, secret: readonly boolean[], spans: Span[]): number {
  let at = from;
  for (let column = 0; at < text.length; column += 1) {
    const value = valueAt(text, at);
    if (secret[column] === true && value.end > value.start) spans.push(value);
    at = value.next + 1;
    if (text.charAt(value.next) !== ',') return at;
  }
  return at;
}

/** A value, quoted or not, and where the comma or bracket behind it stands. */
function valueAt(text: string, from: number): Span & { readonly next: number } {
  const at =
    from + (/^\s{0,8}[NE]?(?=['"])|^\s{0,8}/.exec(text.slice(from, from + 16))?.[0].length ?? 0);
  const quote = quoteAt(text, at);
  const start = quote === undefined ? at : at + quote.text.length;
  const quotedEnd = quote === undefined ? start : endOfQuoted(text, start, quote);
  VALUE_END.lastIndex = quotedEnd;
  const next = VALUE_END.exec(text)?.index ?? text.length;
  return { start, end: quote === undefined ? next : quotedEnd, next };
}
