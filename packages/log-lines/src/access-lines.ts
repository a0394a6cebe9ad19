import type { AccessLine, AccessLineReader } from './access-line.ts';
import { accessLogFormat } from './access-formats.ts';
import type { LogFormatName } from './access-formats.ts';

/** Formats in which each line says all by itself, the more telling first. */
const SINGLE_LINES: readonly LogFormatName[] = [
  'combined',
  'vhost_combined',
  'common',
  'vhost_common',
];
const readers: AccessLineReader[] = SINGLE_LINES.map((name) => accessLogFormat(name).open());
const readJson: AccessLineReader = accessLogFormat('json').open();

/** A request of a line in `combined` or `common` format, with a virtual host in front or without, or in JSON. */
export function accessLine(line: string): AccessLine | undefined {
  if (line.startsWith('{')) return requestOf(readJson(line));
  let request: AccessLine | undefined;
  for (const read of readers) {
    const found = requestOf(read(line));
    if (found !== undefined && found.address !== '') return found;
    request ??= found;
  }
  return request;
}

function requestOf(read: ReturnType<AccessLineReader>): AccessLine | undefined {
  return typeof read === 'object' ? read : undefined;
}
