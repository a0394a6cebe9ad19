import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { rfc5424Format, verifyLogs } from '@emas/logging';
import type { Finding, VerifiedLog } from '@emas/logging';
import { KEY, logFolder } from './log-folder.ts';
import type { LogFolder, LogLine } from './log-folder.ts';
import type { LogRecord } from '../src/record.ts';

let log: LogFolder;
/** The file with ten lines: its first line, then line 2 to 11. */
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

/** What a receiver was given for a line of the system's log. */
function recordOf({ time, message, data }: LogLine): LogRecord {
  return {
    time: Date.parse(time),
    level: 'info',
    category: 'system',
    event: 'log_anchor',
    message,
    request: undefined,
    context: undefined,
    data: JSON.stringify(data),
    fields: data ?? {},
  };
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
    lines: 11,
    first: 1,
    last: 11,
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

  it.each<[string, (line: LogLine) => string]>([
    ['our JSON', (line) => `Nov 23 12:00:00 web portal: ${JSON.stringify(line)}`],
    ['RFC 5424', (line) => rfc5424Format()(recordOf(line), { ...line, version: '1' })],
    [
      'rows of ClickHouse',
      ({ time, app, host, data }) => JSON.stringify({ time, app, host, ...data }),
    ],
  ])('a cut end of the log with the anchors, by those kept elsewhere: %s', async (_name, form) => {
    const system = log.files().find((name) => name.startsWith('system')) ?? '';
    const anchors = log.lines('system', /^log_anchor$/);
    const kept = join(log.folder, 'kept-elsewhere.txt');
    writeFileSync(kept, ['something else', ...anchors.map(form), ''].join('\n'));
    const whole = log.text(system).trimEnd().split('\n');
    writeFileSync(join(log.folder, system), `${whole.slice(0, 2).join('\n')}\n`);
    const logs = await verifyLogs(log.folder, { keys: [KEY], anchors: [kept] });
    expect(logs.find((one) => one.log === 'system')?.findings).toMatchObject([
      { kind: 'tail missing', seq: { from: 3 } },
    ]);
    expect(logs.find((one) => one.log === 'access')?.findings).toEqual([]);
  });

  it('a log that was written anew, by anchors that know its lines by other macs', async () => {
    const again = logFolder({ folder: log.folder });
    const kept = join(log.folder, 'kept-elsewhere.txt');
    const [anchor] = again.lines('system', /^log_anchor$/);
    writeFileSync(kept, JSON.stringify({ ...anchor?.data, seq: 1, mac: 'x'.repeat(22) }));
    await again.logger.shutdown();
    const logs = await verifyLogs(log.folder, { keys: [KEY], anchors: [kept] });
    expect(logs.find((one) => one.log === 'access')?.findings).toMatchObject([
      { kind: 'altered', line: 1, says: expect.stringContaining('another mac') },
    ]);
  });

  it('a log that is gone altogether is noted, since it may have left in time', async () => {
    rmSync(file);
    const logs = await verifyLogs(log.folder, { keys: [KEY] });
    expect(logs.find((one) => one.log === 'access')).toMatchObject({
      files: 0,
      findings: [],
      notes: [
        expect.stringMatching(/knows 11 lines of the chain [0-9a-f]{12}, of which nothing is here/),
      ],
    });
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
  expect(await verified()).toMatchObject({ findings: [], files: 3, last: 13 });
});

test('a write that was interrupted is told, and is no finding', async () => {
  writeFileSync(file, '{"time":"2026-11-23T00:00', { flag: 'a' });
  const { findings, notes } = await verified();
  expect(findings).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('in the midst of line 12')]);
});

test('after an interrupted write the next process begins a file, and the chain goes on', async () => {
  writeFileSync(file, '{"time":"2026-11-23T00:00', { flag: 'a' });
  const next = logFolder({ folder: log.folder });
  next.logger.category('access').info('after the crash');
  await next.logger.shutdown();
  const { findings, files, last } = await verified();
  expect({ findings, files, last }).toEqual({ findings: [], files: 2, last: 13 });
});

test('the next process goes on in the same file, and so does its chain', async () => {
  const next = logFolder({ folder: log.folder });
  next.logger.category('access').info('after a restart');
  await next.logger.shutdown();
  const { findings, files, last } = await verified();
  expect({ findings, files, last }).toEqual({ findings: [], files: 1, last: 12 });
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
