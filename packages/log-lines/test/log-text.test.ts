import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { logLines } from '@emas/log-lines';
import type { RawLine } from '@emas/log-lines';

const folder = mkdtempSync(join(tmpdir(), 'emas-log-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LINES = Array.from({ length: 5000 }, (_, n) => `203.0.113.${n % 250} café ${n * 7919}`);
const TEXT = `${LINES.join('\n')}\n`;
const HALF = Buffer.byteLength(`${LINES.slice(0, 2500).join('\n')}\n`);

let files = 0;
function fileOf(bytes: Buffer | string): string {
  files += 1;
  const path = join(folder, `${files}.log`);
  writeFileSync(path, bytes);
  return path;
}

async function read(path: string, from = 0): Promise<RawLine[]> {
  const found: RawLine[] = [];
  for await (const lines of logLines(path, { from })) found.push(...lines);
  return found;
}
const texts = (lines: readonly RawLine[]): string[] => lines.map(({ text }) => text);
const packedBy = (program: string, text: string, ...more: string[]): Buffer =>
  execFileSync(program, ['-c', ...more], { input: text });
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('the same lines at the same positions are read of', () => {
  const halves = [TEXT.slice(0, 50_000), TEXT.slice(50_000)];
  it.each<[string, Buffer | string]>([
    ['plain text', TEXT],
    ['lines that end as on Windows', TEXT.replaceAll('\n', '\r\n')],
    ['gzip', gzipSync(TEXT)],
    ['gzip of several members', Buffer.concat(halves.map((half) => gzipSync(half)))],
    ['bzip2', packedBy('bzip2', TEXT)],
    ['bzip2 of several streams', Buffer.concat(halves.map((half) => packedBy('bzip2', half)))],
    ['zstd', packedBy('zstd', TEXT)],
    ['zstd of several frames', Buffer.concat(halves.map((half) => packedBy('zstd', half)))],
    ['xz', packedBy('xz', TEXT)],
    ['xz of several streams', Buffer.concat(halves.map((half) => packedBy('xz', half)))],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['UTF-16, big end first', utf16be(`\uFEFF${TEXT}`)],
    ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16, big end first, without a mark', utf16be(TEXT)],
    ['UTF-16, packed', gzipSync(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))],
  ])('%s', async (name, bytes) => {
    const path = fileOf(bytes);
    const all = await read(path);
    expect(texts(all)).toEqual(LINES);
    const half = name.includes('Windows') ? HALF + 2500 : HALF;
    expect(all[2499]).toMatchObject({ end: half, partial: false });
    expect(await read(path, half)).toEqual(all.slice(2500));
  });

  it('UTF-8 with a byte order mark, whose bytes count', async () => {
    const path = fileOf(`\uFEFF${TEXT}`);
    const all = await read(path);
    expect(texts(all)).toEqual(LINES);
    expect(texts(await read(path, HALF + 3))).toEqual(LINES.slice(2500));
  });
});

describe('a line', () => {
  it('that is not finished says so', async () => {
    expect(await read(fileOf('one\ntwo'))).toEqual([
      { text: 'one', end: 4, partial: false },
      { text: 'two', end: 7, partial: true },
    ]);
  });

  it('ends where reading is to end', async () => {
    const path = fileOf(gzipSync('one\ntwo\nthree\n'));
    const found: RawLine[] = [];
    for await (const lines of logLines(path, { from: 4, to: 10 })) found.push(...lines);
    expect(found).toEqual([
      { text: 'two', end: 8, partial: false },
      { text: 'th', end: 10, partial: true },
    ]);
  });

  it('that is too long is cut, and the next is where it is', async () => {
    const long = 'x'.repeat(3_000_000);
    const lines = await read(fileOf(`a\n${long}\nb\n${long}`));
    expect(lines.map(({ text, end, partial }) => [text.length, end, partial])).toEqual([
      [1, 2, false],
      [65_536, 3_000_003, false],
      [1, 3_000_005, false],
      [65_536, 6_000_005, true],
    ]);
  });

  it('may be nothing', async () => {
    expect(texts(await read(fileOf('\n\n')))).toEqual(['', '']);
    expect(await read(fileOf(''))).toEqual([]);
  });
});

describe('a packed file', () => {
  it('of a few bytes and a thousand times as much text is read piece by piece', async () => {
    const path = fileOf(gzipSync('0'.repeat(1000).concat('\n').repeat(30_000)));
    let most = 0;
    let count = 0;
    for await (const lines of logLines(path)) {
      most = Math.max(most, lines.length);
      count += lines.length;
    }
    expect(count).toBe(30_000);
    expect(most).toBeLessThan(1000);
  });

  it.each([
    [
      'gzip',
      gzipSync(TEXT),
      /it is not a complete gzip file \(Z_BUF_ERROR\)\. Check it with gzip --test/,
    ],
    [
      'bzip2',
      packedBy('bzip2', TEXT),
      /bzip2 says "bzip2: Compressed file ends unexpectedly"\. Check it with bzip2 --test/,
    ],
    ['zstd', packedBy('zstd', TEXT), /zstd says ".*premature end"/],
    ['xz', packedBy('xz', TEXT), /xz says ".*Unexpected end of input"/],
  ])('of %s that is cut off is named, and what is wrong with it', async (_name, bytes, reason) => {
    const path = fileOf(bytes.subarray(0, bytes.length / 2));
    await expect(read(path)).rejects.toMatchObject({
      code: 'ERR_EMAS_LOG_UNPACK',
      message: expect.stringMatching(new RegExp(`^${path} cannot be unpacked: ${reason.source}`)),
    });
  });

  it('that is a zip archive is refused', async () => {
    await expect(read(fileOf(Buffer.from('PK\u0003\u0004rest')))).rejects.toMatchObject({
      code: 'ERR_EMAS_LOG_UNPACK',
      message: expect.stringMatching(/zip archives are not read\. Unpack it first/),
    });
  });

  it('that nothing here can unpack says which program is missing', async () => {
    const path = fileOf(packedBy('xz', TEXT));
    const before = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      await expect(read(path)).rejects.toMatchObject({
        code: 'ERR_EMAS_LOG_UNPACK',
        message: expect.stringMatching(/the program xz did not start \(ENOENT\)\. Install xz/),
      });
    } finally {
      process.env['PATH'] = before;
    }
  });

  it('that asks for too much memory is refused', async () => {
    const path = fileOf(packedBy('zstd', TEXT, '-1', '--long=30'));
    // Of a pipe nobody knows the length, so the frame asks for the whole window.
    await expect(read(path)).rejects.toMatchObject({
      code: 'ERR_EMAS_LOG_UNPACK',
      message: expect.stringMatching(/memory|window/i),
    });
  });

  it('that is read in part leaves no program behind', async () => {
    const path = fileOf(packedBy('xz', TEXT.repeat(200)));
    for await (const lines of logLines(path)) {
      expect(lines[0]?.text).toBe(LINES[0]);
      break;
    }
    const own = execFileSync('ps', ['-o', 'comm=', '--ppid', String(process.pid)]).toString();
    expect(own.split('\n').filter((name) => name.trim() === 'xz')).toEqual([]);
  });
});

it('a file that is not there is the system to tell', async () => {
  await expect(read(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
