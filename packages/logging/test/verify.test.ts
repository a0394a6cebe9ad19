import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { verifyLogs } from '@emas/logging';
import type { Finding, VerifiedLog } from '@emas/logging';
import { fill, KEY, logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
/** The file with ten lines: its first line, then line 2 to 11, and an anchor of the log "system". */
let file: string;

beforeEach(async () => {
  log = logFolder({ routes: { access: {} } });
  const access = log.logger.category('access');
  for (let line = 1; line <= 10; line += 1) access.info(`line ${line}`, { line });
  await log.logger.shutdown();
  file = join(log.folder, log.files().find((name) => name.startsWith('access')) ?? '');
});
afterEach(() => log.end());

async function verified(name = 'access'): Promise<VerifiedLog> {
  const logs = await verifyLogs(log.folder, { keys: [KEY] });
  const found = logs.find((one) => one.log === name);
  if (found === undefined) throw new Error(`There is no log ${name}.`);
  return found;
}

function change(edit: (lines: string[]) => string[]): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${edit(lines).join('\n')}\n`);
}

const told = ({ kind, line, seq }: Finding): unknown => ({ kind, line, seq });
const swap = (lines: string[], left: number, right: number): string[] => {
  const swapped = [...lines];
  [swapped[left], swapped[right]] = [lines[right] ?? '', lines[left] ?? ''];
  return swapped;
};

test('a log that nobody touched holds', async () => {
  const { findings, lines, first, last, chained, notes } = await verified();
  expect({ findings, lines, first, last, chained, notes }).toEqual({
    findings: [],
    lines: 12,
    first: 1,
    last: 12,
    chained: true,
    notes: [],
  });
});

describe('what was done to a log is named, with its line', () => {
  it.each<[string, (lines: string[]) => string[], unknown]>([
    [
      'a byte of a line',
      (lines) => lines.with(5, (lines[5] ?? '').replace('line 5', 'line 6')),
      { kind: 'altered', line: 6, seq: { from: 6, to: 6 } },
    ],
    [
      'the number of a line',
      (lines) => lines.with(5, (lines[5] ?? '').replace('"seq":6', '"seq":9')),
      { kind: 'altered', line: 6, seq: { from: 6, to: 6 } },
    ],
    [
      'the mac of a line',
      (lines) => lines.with(5, (lines[5] ?? '').replace(/"mac":"..../, '"mac":"AAAA')),
      { kind: 'altered', line: 6, seq: { from: 6, to: 6 } },
    ],
    [
      'a byte of the first line',
      (lines) => lines.with(0, (lines[0] ?? '').replace('"app":"test"', '"app":"rest"')),
      { kind: 'altered', line: 1, seq: { from: 1, to: 1 } },
    ],
    [
      'a line removed',
      (lines) => lines.toSpliced(5, 1),
      { kind: 'missing', line: 6, seq: { from: 6, to: 6 } },
    ],
    [
      'three lines removed',
      (lines) => lines.toSpliced(4, 3),
      { kind: 'missing', line: 5, seq: { from: 5, to: 7 } },
    ],
    [
      'the line before the last removed',
      (lines) => lines.toSpliced(9, 1),
      { kind: 'missing', line: 10, seq: { from: 10, to: 10 } },
    ],
    [
      'the first line removed',
      (lines) => lines.slice(1),
      { kind: 'missing', line: 1, seq: { from: 1, to: 1 } },
    ],
    [
      'a line repeated',
      (lines) => lines.toSpliced(5, 0, lines[3] ?? ''),
      { kind: 'inserted', line: 6, seq: { from: 4, to: 4 } },
    ],
    [
      'a line made up',
      (lines) => lines.toSpliced(5, 0, '{"time":"2026-11-23T00:00:00.000Z","level":"info"}'),
      { kind: 'inserted', line: 6, seq: undefined },
    ],
    [
      'a neighbouring pair swapped',
      (lines) => swap(lines, 5, 6),
      { kind: 'moved', line: 6, seq: { from: 7, to: 7 } },
    ],
    [
      'the end cut off',
      (lines) => lines.slice(0, 8),
      { kind: 'tail missing', line: 9, seq: { from: 9, to: 11 } },
    ],
  ])('%s', async (_name, edit, finding) => {
    change(edit);
    const { findings } = await verified();
    expect(findings.map(told)).toEqual([finding]);
  });

  it('a whole file', async () => {
    const small = logFolder({ maxFileBytes: 4096, compress: false });
    for (let line = 1; line <= 40; line += 1) {
      small.logger.info('x'.repeat(400), { line });
      small.logger.flush();
    }
    await small.logger.shutdown();
    const names = small.files().filter((name) => name.startsWith('system'));
    expect(names.length).toBeGreaterThan(3);
    expect((await verifyLogs(small.folder, { keys: [KEY] }))[0]?.findings).toEqual([]);
    writeFileSync(join(small.folder, names[1] ?? ''), '');
    const [one] = await verifyLogs(small.folder, { keys: [KEY] });
    expect(one?.findings).toHaveLength(1);
    expect(one?.findings[0]).toMatchObject({ kind: 'missing', file: names[2], line: 1 });
    await small.end();
  });

  it('a damaged archive', async () => {
    const whole = gzipSync(readFileSync(file));
    writeFileSync(`${file}.gz`, whole.subarray(0, whole.length - 30));
    rmSync(file);
    const { findings } = await verified();
    expect(findings[0]).toMatchObject({ kind: 'unreadable', file: expect.stringMatching(/\.gz$/) });
  });

  it('lines without macs in place of those that had them', async () => {
    change((lines) => [
      ...lines,
      (lines[0] ?? '').replace(/"key":"[^"]*"/, '"key":""').replace(/,"seq".*/, ',"seq":12}'),
      '{"time":"2026-11-23T00:00:00.000Z","level":"info","message":"forged","seq":13}',
    ]);
    const { findings } = await verified();
    expect(findings.map(({ kind }) => kind)).toContain('unchained');
  });
});

test('a log without macs is told where a key was given', async () => {
  const plain = logFolder({}, false);
  plain.logger.info('a line');
  await plain.logger.shutdown();
  const [one] = await verifyLogs(plain.folder, { keys: [KEY] });
  expect(one?.findings.map(({ kind }) => kind)).toEqual(['unchained']);
  const [other] = await verifyLogs(plain.folder, { keys: [] });
  expect(other).toMatchObject({ findings: [], chained: false, notes: [expect.any(String)] });
  await plain.end();
});

test('after a crash that left a file without a line, the chain goes on behind the one before', async () => {
  const empty = file.replace('.001.', '.002.');
  writeFileSync(empty, '');
  const next = logFolder({ folder: log.folder });
  next.logger.category('access').info('after the crash');
  await next.logger.shutdown();
  expect(await verified()).toMatchObject({ findings: [], files: 3, last: 15 });
});

test('a write that was interrupted is told, and is no finding', async () => {
  writeFileSync(file, '{"time":"2026-11-23T00:00', { flag: 'a' });
  const { findings, notes } = await verified();
  expect(findings).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('in the middle of line 13')]);
});

test('after an interrupted write the next process begins a file, and the chain goes on', async () => {
  writeFileSync(file, '{"time":"2026-11-23T00:00', { flag: 'a' });
  const next = logFolder({ folder: log.folder });
  next.logger.category('access').info('after the crash');
  await next.logger.shutdown();
  const { findings, files, last } = await verified();
  expect({ findings, files, last }).toEqual({ findings: [], files: 2, last: 15 });
});

test('the next process goes on in the same file, and so does its chain', async () => {
  const next = logFolder({ folder: log.folder });
  next.logger.category('access').info('after a restart');
  await next.logger.shutdown();
  const { findings, files, last } = await verified();
  expect({ findings, files, last }).toEqual({ findings: [], files: 1, last: 14 });
});

test('after a change of keys both are needed, and a missing one is named', async () => {
  const newKey = 'another key for tests, as well '.repeat(2);
  const next = logFolder({ folder: log.folder, key: [newKey, KEY] });
  next.logger.category('access').info('with the new key');
  await next.logger.shutdown();
  const both = await verifyLogs(log.folder, { keys: [newKey, KEY] });
  expect(both.flatMap(({ findings }) => findings)).toEqual([]);
  const { findings } = await verified();
  expect(findings[0]).toMatchObject({ kind: 'unknown key', line: 1 });
});

test('the wrong key is not mistaken for tampering with each line', async () => {
  const logs = await verifyLogs(log.folder, { keys: ['w'.repeat(32)] });
  expect(logs[0]?.findings.map(({ kind }) => kind)).toEqual(['unknown key']);
});

test('chained logs want a key', async () => {
  await expect(verifyLogs(log.folder, { keys: [] })).rejects.toMatchObject({
    code: 'ERR_EMAS_LOG_KEY',
  });
});

test('a log that goes on meanwhile holds', async () => {
  const next = logFolder({ folder: log.folder, maxFileBytes: 4096, compress: false });
  // Read before the others, and for long.
  writeFileSync(join(log.folder, 'access.9.2026-01-01.001.log'), 'x\n'.repeat(500_000));
  const verifying = verifyLogs(log.folder, { keys: [KEY] });
  await new Promise((resolve) => setTimeout(resolve, 20));
  fill(next, 30);
  await next.logger.shutdown();
  const [system] = (await verifying).filter((one) => one.log === 'system');
  expect(system?.findings).toEqual([]);
  expect(system?.files).toBeGreaterThan(3);
});

test('a log whose files left while it was read is judged by what says so', async () => {
  const verifying = verifyLogs(log.folder, { keys: [KEY] });
  rmSync(file);
  const access = (await verifying).filter((one) => one.log === 'access');
  expect(access.flatMap(({ findings }) => findings.map(({ kind }) => kind))).not.toContain(
    'unreadable',
  );
});
