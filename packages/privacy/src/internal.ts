/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkPrivacyOptions } from './options.ts';
export { placeSchema } from './place-schema.ts';
export { readHistory } from './notice-history.ts';
export type { NoticeVersion } from './notice-version.ts';
export { changesBetween } from './changes.ts';
export { changeText } from './document/change-text.ts';
export { dataText, keptText, subjectText } from './document/place-text.ts';
export { WORDS } from './words/words.ts';
export { SUBJECTS } from './words/shape.ts';
