import { replaceSpans } from './spans.ts';
import type { Span } from './spans.ts';

/** RFC 7468 §2; a key of OpenPGP is a block (RFC 9580 §6.2). */
const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** Masks private keys; of one that was cut all that is there. */
export function withoutPrivateKeys(text: string): string {
  const spans: Span[] = [];
  BEGIN.lastIndex = 0;
  for (let found = BEGIN.exec(text); found !== null; found = BEGIN.exec(text)) {
    END.lastIndex = BEGIN.lastIndex;
    const end = END.exec(text) === null ? text.length : END.lastIndex;
    spans.push({ start: found.index, end });
    BEGIN.lastIndex = end;
  }
  return replaceSpans(text, spans, '[private key]');
}
