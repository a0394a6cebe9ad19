export { accessLine } from './access-lines.ts';
export { accessLogFormat, detectFormat, LOG_FORMATS } from './access-formats.ts';
export type { LogFormatName } from './access-formats.ts';
export { mappedJsonFormat } from './json-lines.ts';
export type { JsonPaths } from './json-lines.ts';
export { jsonMapping } from './json-mapping.ts';
export { FIELD_NAMES } from './line-fields.ts';
export type { FieldName } from './line-fields.ts';
export { logLines } from './log-text.ts';
export type { LogReading } from './log-text.ts';
export type { RawLine } from './line-cutter.ts';
export { logfmtFields } from './logfmt.ts';
export { logTime } from './log-time.ts';
export { monthOf } from './clf-time.ts';
export type {
  AccessLine,
  AccessLineReader,
  AccessLogFormat,
  AccessLogOptions,
  OtherLine,
} from './access-line.ts';
