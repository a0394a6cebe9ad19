import { namedPart } from './named-part.ts';
import { keyBefore } from './key-before.ts';
import type { KeyBefore } from './key-before.ts';
import type { SecretKeys } from './secret-keys.ts';
import { endOfQuoted, quoteAt, replaceSpans } from './spans.ts';
import type { Span } from './spans.ts';
import { valueAfter } from './value-after.ts';
import type { Sign } from './value-after.ts';

/** `=`, `:`, the colon of full width, both as an address writes them, and SQL's `<>`; not `::`, which code has. */
const SIGN = /=|:(?!:)|：|<>|%(?:25){0,3}3[ad]/gi;
/** Keys that name something whose value stands beside: a header, the field of a form. */
const NAMES = /^(?:name|key|header|field)$/i;
const VALUES = /^(?:value|val)$/i;
/** How far the value may be from its name. */
const BESIDE = 200;
const LONGEST_NAME = 64;

/** Masks the values of keys that mean a secret, in any notation. */
export function withoutAssignedSecrets(text: string, keys: SecretKeys, by: string): string {
  const spans: Span[] = [];
  let from = 0;
  let namedUntil = -1;
  SIGN.lastIndex = 0;
  while (SIGN.test(text)) {
    const end = SIGN.lastIndex;
    const start = startOfSign(text, end);
    const key = keyBefore(text, from, start, keys);
    if (key === undefined) continue;
    const sign = { start, end, isColon: isColon(text, end), isEncoded: end - start > 2 };
    const namesSecret = !key.isSecret && NAMES.test(key.name) && isSecretName(text, sign, keys);
    if (namesSecret) namedUntil = sign.end + BESIDE;
    const isNamed = sign.start < namedUntil && VALUES.test(key.name);
    const hidden = namesSecret ? namedPart(text, sign.end) : hiddenValue(text, sign, key, isNamed);
    if (hidden === undefined) continue;
    spans.push(hidden);
    from = hidden.end;
    SIGN.lastIndex = from;
  }
  return replaceSpans(text, spans, by);
}

/** Those that are more than one character end with `>`, or with the code behind `%`. */
function startOfSign(text: string, end: number): number {
  const last = text.charAt(end - 1);
  if ('=:：'.includes(last)) return end - 1;
  return last === '>' ? end - 2 : text.lastIndexOf('%', end - 1);
}

function isColon(text: string, end: number): boolean {
  const last = text.charAt(end - 1);
  return last === ':' || last === '：' || last === 'a' || last === 'A';
}

function hiddenValue(text: string, sign: Sign, key: KeyBefore, isNamed: boolean): Span | undefined {
  return key.isSecret || isNamed ? valueAfter(text, sign, key) : undefined;
}

/** `name="password"`, `"name": "Cookie"` */
function isSecretName(text: string, sign: Sign, keys: SecretKeys): boolean {
  const start = text.charAt(sign.end) === ' ' ? sign.end + 1 : sign.end;
  const quote = quoteAt(text, start);
  if (quote === undefined) return false;
  const from = start + quote.text.length;
  const name = text.slice(from, endOfQuoted(text.slice(0, from + LONGEST_NAME), from, quote));
  return keys.isSecret(name);
}
