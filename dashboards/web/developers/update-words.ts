import type { UpdateRow } from '../../server/developer-report.ts';
import type { Texts } from '../texts/en.ts';

/** What was different, in words; a version that is not known is a question mark. */
export function updateWords({ event, package: name, from, to }: UpdateRow, texts: Texts): string {
  const isRecord = event === 'versions_recorded';
  return texts.developers.updateWords[event](name, from || '?', to || (isRecord ? '' : '?'));
}
