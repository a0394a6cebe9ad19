import type { SecretKeys } from './secret-keys.ts';
import { replaceSpans } from './spans.ts';
import type { Span } from './spans.ts';

/** The start of an element of XML, its name, and the text in it. */
const ELEMENT = /<([\w:.-]{2,64})(?:\s[^<>]{0,512})?>([^<]{1,65536})(?=<\/)/g;
/** An option of a command, its name, and the word after it, which is no option itself. */
const OPTION =
  /(?<![\w-])--([A-Za-z][\w-]{1,40})\s{1,4}(?![-[])("[^"]{1,512}"|'[^']{1,512}'|\S{1,512})/g;
/** `curl -u user:password` */
const USER_OPTION =
  /(?<=(?:^|\s)(?:-u|--user|--proxy-user)\s{1,4}['"]?)[^\s:'"]{1,128}:[^\s'"]{1,256}/g;

/** Masks what elements of XML hold whose name means a secret. */
export function withoutElementSecrets(text: string, keys: SecretKeys, by: string): string {
  return withoutNamedMatches(text, ELEMENT, keys, by);
}

/** Masks what follows options of commands whose name means a secret, and the user that `curl` is given. */
export function withoutOptionSecrets(text: string, keys: SecretKeys, by: string): string {
  return withoutNamedMatches(text, OPTION, keys, by).replaceAll(USER_OPTION, by);
}

/** @param find Its first group is a name, and its second, at the end, the value. */
function withoutNamedMatches(text: string, find: RegExp, keys: SecretKeys, by: string): string {
  const spans: Span[] = [];
  for (const { 0: all, 1: name = '', 2: value = '', index } of text.matchAll(find)) {
    if (!keys.isSecret(name)) continue;
    const end = index + all.length;
    spans.push({ start: end - value.length, end });
  }
  return replaceSpans(text, spans, by);
}
