import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

const LONGEST_LINE = 65_536;
const LINE_FEED = '\n';
/** Windows writes all events of a file on one line. */
const END_OF_EVENT = /\n|(?<=<\/Event>)/;

/** One line, or the news that there was one too long to be looked at. */
export type FileLine = string | undefined;

/**
 * The lines of a file, `.gz` as well, or of standard input for `-`, in UTF-8 or, where a byte order mark says
 * so, in UTF-16, as Windows writes it. A line that is too long is counted and not kept: a file may be all
 * one line.
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
  const lines = new LineSplitter();
  for await (const text of textOf(file.endsWith('.gz') ? unpacked(source) : source)) {
    yield* lines.add(text);
  }
  yield* lines.end();
}

/** Cuts text that comes in pieces into lines. */
class LineSplitter {
  #separator: string | RegExp | undefined;
  #rest = '';
  #isLong = false;

  /** @returns The lines that end with this piece. */
  add(text: string): FileLine[] {
    this.#separator ??= text.startsWith('<') ? END_OF_EVENT : LINE_FEED;
    const lines = `${this.#rest}${text}`.split(this.#separator);
    this.#rest = lines.pop() ?? '';
    const ended = lines.map((line) => this.#lineOf(line));
    if (this.#rest.length > LONGEST_LINE) {
      this.#isLong = true;
      this.#rest = '';
    }
    return ended;
  }

  /** @returns The last line, where nothing ends it. */
  end(): FileLine[] {
    return this.#isLong || this.#rest !== '' ? [this.#lineOf(this.#rest)] : [];
  }

  #lineOf(line: string): FileLine {
    const isLong = this.#isLong || line.length > LONGEST_LINE;
    this.#isLong = false;
    return isLong ? undefined : line.replace(/\r$/, '');
  }
}

/** Decoded, without a byte order mark. */
async function* textOf(source: AsyncIterable<unknown>): AsyncGenerator<string> {
  let decoder: StringDecoder | undefined;
  for await (const chunk of source) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    const isFirst = decoder === undefined;
    decoder ??= new StringDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
    const text = decoder.write(bytes);
    yield isFirst ? text.replace(/^\ufeff/, '') : text;
  }
  const last = decoder?.end() ?? '';
  if (last !== '') yield last;
}

/** Unlike `pipe`, `pipeline` hands on faults, and closes the file when the reader stops. */
function unpacked(source: Readable): Readable {
  return pipeline(source, createGunzip(), () => undefined);
}
