import type { UpdateRow } from '../contract.ts';
import type { Texts } from '../words/en.ts';

/** What was different, in words; a version that is not known is a question mark. */
export function updateWords({ event, package: name, from, to }: UpdateRow, texts: Texts): string {
  const isRecord = event === 'versions_recorded';
  return texts.developers.updateWords[event](name, from || '?', to || (isRecord ? '' : '?'));
}
