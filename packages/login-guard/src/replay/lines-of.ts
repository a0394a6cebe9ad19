import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const LONGEST_LINE = 65_536;

/** One line, or the news that there was one too long to be looked at. */
export type FileLine = string | undefined;

/**
 * The lines of a file, `.gz` as well, or of standard input for `-`. A line that is too long is told of and
 * not kept: a file may be all one line.
 *
 * @param onBytes Told how many bytes of the file were read.
 */
export async function* linesOf(
  file: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<FileLine> {
  const source: Readable = file === '-' ? process.stdin : createReadStream(file);
  let bytes = 0;
  source.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    onBytes(bytes);
  });
  const text = file.endsWith('.gz') ? unpacked(source) : source;
  text.setEncoding('utf8');
  let rest = '';
  let isLong = false;
  for await (const chunk of text) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield isLong || line.length > LONGEST_LINE ? undefined : line.replace(/\r$/, '');
      isLong = false;
    }
    if (rest.length > LONGEST_LINE) {
      isLong = true;
      rest = '';
    }
  }
  if (isLong) yield undefined;
  else if (rest !== '') yield rest;
}

/** Unlike `pipe`, `pipeline` hands on faults, and closes the file when the reader stops. */
function unpacked(source: Readable): Readable {
  return pipeline(source, createGunzip(), () => undefined);
}
