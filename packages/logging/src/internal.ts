/** For the suite's own packages: what is here may change with any version. */
export { resolveOptions as checkLoggerOptions } from './options.ts';
export { tellError } from './errors/tell-error.ts';
export { watchRefusedRequests } from './refused-requests.ts';
export { entryFilter } from './reading/search.ts';
export type { EntryFilter } from './reading/search.ts';
export { overwriteLines } from './erasing/overwrite-lines.ts';
export { logEntry } from './reading/log-entries.ts';
export { mustHaveKeys } from './reading/folder-keys.ts';
export { entryText } from './reading/entry-text.ts';
export { parseFileName } from './file/file-names.ts';
export type { LogFileName } from './file/file-names.ts';
export { visibleText } from './formats/visible-text.ts';
