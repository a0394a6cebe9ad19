/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkPrivacyOptions } from './options.ts';
export { readHistory } from './notice-history.ts';
export type { NoticeVersion } from './notice-version.ts';
export { noticeOfVersions, recordOfVersion } from './privacy.ts';
export { versionChanges } from './document/version-changes.ts';
export { keptText, placeText, subjectText } from './document/place-text.ts';
export { WORDS } from './words/words.ts';
