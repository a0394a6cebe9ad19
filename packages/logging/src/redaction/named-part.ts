import type { Span } from './spans.ts';

/** A line feed, as it is or as JSON writes it. */
const LINE_END = String.raw`(?:\r?\n|(?:\\r)?\\n)`;
/**
 * The quoted name of a part of a form and the rest of its line, further headers of it, and the empty line.
 * RFC 7578 §4.
 */
const HEAD = new RegExp(
  String.raw`\\{0,15}["'][^"'\r\n\\]{1,100}\\{0,15}["'](?:; ?[\w*]{1,20}=[^\r\n;\\]{0,200}){0,3}` +
    String.raw`(?:${LINE_END}[\w-]{1,40}:[^\r\n\\]{0,200}){0,4}${LINE_END}{2}`,
  'y',
);
/** The text of an element of XML whose name stands in an attribute, with what is around it. */
const ELEMENT = /([^<>]{0,200}>)([^<]{1,256})(?=<\/)/y;
const BOUNDARY = new RegExp(`${LINE_END}--`, 'g');

/**
 * What a text names: the part of a form up to the next boundary, or the text of an element.
 *
 * @param at Behind `name=`.
 */
export function namedPart(text: string, at: number): Span | undefined {
  return partOfForm(text, at) ?? textOfElement(text, at);
}

function textOfElement(text: string, at: number): Span | undefined {
  ELEMENT.lastIndex = at;
  const [, tag = '', value = ''] = ELEMENT.exec(text) ?? [];
  const start = at + tag.length;
  return value.trim() === '' ? undefined : { start, end: start + value.length };
}

function partOfForm(text: string, at: number): Span | undefined {
  HEAD.lastIndex = at;
  const [head] = HEAD.exec(text) ?? [];
  if (head === undefined) return undefined;
  const start = at + head.length;
  BOUNDARY.lastIndex = start;
  const end = BOUNDARY.exec(text)?.index ?? text.length;
  return start === end ? undefined : { start, end };
}
