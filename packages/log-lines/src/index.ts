export { accessLine } from './access-lines.ts';
export { combinedLine, commonLine } from './combined-lines.ts';
export { jsonLine } from './json-lines.ts';
export { logfmtFields } from './logfmt.ts';
export { logTime, monthOf } from './log-time.ts';
export type { AccessLine, AccessLineParser } from './access-line.ts';
