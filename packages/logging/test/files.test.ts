import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { searchLogs, verifyLogs } from '@emas/logging';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { fill, heard, KEY, logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
afterEach(async () => {
  await log.end();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

it('a line is in the file with the next turns of the event loop, without being asked', async () => {
  log = logFolder();
  log.logger.info('soon');
  const isWritten = (): boolean => log.files().some((file) => log.text(file).includes('soon'));
  await waitUntil('the line', isWritten);
  expect(isWritten()).toBe(true);
});

it('a full file is followed by the next, and compressed; nothing is lost on the way', async () => {
  log = logFolder({ maxFileBytes: 4096 });
  fill(log, 60);
  const compressed = (): string[] => readdirSync(log.folder).filter((name) => name.endsWith('.gz'));
  await waitUntil('compressed files', () => compressed().length > 3);
  await waitUntil('one open file', () => log.files().length === 1, { state: log.files });
  await log.logger.shutdown();
  const found: unknown[] = [];
  for await (const { data } of searchLogs(log.folder, { text: 'x'.repeat(300) }))
    found.push(data['line']);
  expect(found).toEqual(Array.from({ length: 60 }, (_, line) => line));
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified?.findings).toEqual([]);
});

it('each day begins a file', async () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1, 12));
  log = logFolder();
  log.logger.info('a day');
  log.logger.flush();
  now.mockReturnValue(Date.UTC(2026, 0, 2));
  log.logger.info('a new day');
  await log.logger.shutdown();
  expect(log.files()).toEqual(['system.1.2026-01-01.001.log', 'system.1.2026-01-02.001.log']);
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified?.findings).toEqual([]);
});

it('a file that an outsider moves away is followed by a new one, and the chain spans both', async () => {
  log = logFolder();
  const names = heard(log.bus);
  log.logger.info('before');
  log.logger.flush();
  const [file = ''] = log.files();
  const moved = file.replace('.001.', '.000.');
  renameSync(join(log.folder, file), join(log.folder, moved));
  log.logger.info('after');
  log.logger.flush();
  expect(names).toContain('log_file_replaced');
  expect(log.lines().map(({ message }) => message)).toEqual(
    expect.arrayContaining(['before', 'after']),
  );
  await log.logger.shutdown();
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified).toMatchObject({ findings: [{ kind: 'moved', file: moved }], files: 2 });
});

it('a file that an outsider cuts to nothing is left, and what was cut is known', async () => {
  log = logFolder();
  log.logger.info('before');
  log.logger.flush();
  const [file = ''] = log.files();
  truncateSync(join(log.folder, file));
  log.logger.info('after');
  log.logger.flush();
  expect(log.lines().map(({ message }) => message)).toContain('after');
  await log.logger.shutdown();
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified?.findings).toMatchObject([
    { kind: 'missing', says: `${file} is missing, and no log line records its removal` },
  ]);
});

it('a folder that is removed while the app runs is made anew', async () => {
  log = logFolder();
  log.logger.info('before');
  log.logger.flush();
  rmSync(log.folder, { recursive: true });
  log.logger.info('after');
  log.logger.flush();
  expect(log.lines().map(({ message }) => message)).toContain('after');
  expect(log.logger.counters()['system']?.fault).toBeUndefined();
});

it('where the folder cannot be made, lines wait and are written once it can', async () => {
  log = logFolder();
  log.logger.flush();
  rmSync(log.folder, { recursive: true });
  // A file in its place: no folder can be made there.
  writeFileSync(log.folder, '');
  const names = heard(log.bus);
  log.logger.info('waits');
  log.logger.flush();
  expect(log.logger.counters()['system']).toMatchObject({ fault: expect.any(String) });
  expect(names).toContain('log_write_failed');
  rmSync(log.folder);
  mkdirSync(log.folder);
  await waitUntil('the log to recover', () => names.includes('log_write_recovered'));
  expect(log.lines().map(({ message }) => message)).toContain('waits');
});

it('while lines wait, no more than the buffer takes are kept, and the others are counted', async () => {
  log = logFolder({ maxBufferBytes: 20_000 });
  log.logger.flush();
  rmSync(log.folder, { recursive: true });
  writeFileSync(log.folder, '');
  log.logger.info('fault');
  log.logger.flush();
  for (let line = 0; line < 1000; line += 1) log.logger.info('waits', { line });
  const { queued, dropped } = log.logger.counters()['system'] ?? { queued: 0, dropped: 0 };
  expect(queued).toBeLessThan(150);
  expect(queued + dropped).toBeGreaterThanOrEqual(1000);
  rmSync(log.folder);
  mkdirSync(log.folder);
  await waitUntil('the fault to go', () => log.logger.counters()['system']?.fault === undefined);
  const recovered = log.lines().find(({ event }) => event === 'log_write_recovered');
  const counted = log.logger.counters()['system']?.dropped;
  expect(recovered?.data).toMatchObject({ log: 'system', dropped: counted });
});

it('several processes on one folder never mix lines', async () => {
  log = logFolder();
  const program = `
    import { createLogger } from '@emas/logging';
    const logger = createLogger({ app: 'p', folder: ${JSON.stringify(log.folder)}, key: ${JSON.stringify(KEY)}, console: false });
    for (let line = 0; line < 2000; line += 1) logger.info('x'.repeat(300), { line, pid: process.pid });
    await logger.shutdown();`;
  const run = async (): Promise<void> => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('.', import.meta.url),
      stdio: 'inherit',
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
  };
  await Promise.all([run(), run(), run(), run()]);
  const byProcess = new Map<unknown, unknown[]>();
  for await (const { data, text } of searchLogs(log.folder, { text: 'x'.repeat(300) })) {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    byProcess.set(data['pid'], [...(byProcess.get(data['pid']) ?? []), data['line']]);
  }
  const all = Array.from({ length: 2000 }, (_, line) => line);
  expect([...byProcess.values()]).toEqual([all, all, all, all]);
  const verified = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified.flatMap(({ findings }) => findings)).toEqual([]);
});

it('the number of a process that is gone is given again', async () => {
  log = logFolder();
  await log.logger.shutdown();
  writeFileSync(
    join(log.folder, '.slot-1'),
    JSON.stringify({ pid: 2 ** 22 - 1, start: '1', place: 'elsewhere', nonce: 'x' }),
  );
  const old = new Date(Date.now() - 300_000);
  utimesSync(join(log.folder, '.slot-1'), old, old);
  const next = logFolder({ folder: log.folder });
  next.logger.info('mine now');
  next.logger.flush();
  expect(next.files().every((name) => name.split('.')[1] === '1')).toBe(true);
  await next.logger.shutdown();
});

it('each new file is told of within fifteen seconds, and what is told already is not told again', () => {
  jest.useFakeTimers({
    doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'],
  });
  log = logFolder({ maxFileBytes: 4096, compress: false });
  const anchors: unknown[] = [];
  log.bus.subscribe(({ name, fields }) => {
    if (name === 'log_anchor') anchors.push(Reflect.get(fields, 'file'));
  });
  log.logger.category('access').info('the first line');
  log.logger.flush();
  jest.advanceTimersByTime(15_000);
  expect(anchors).toEqual([expect.stringMatching(/^access/), expect.stringMatching(/^system/)]);
  log.logger.category('access').info('the next line');
  jest.advanceTimersByTime(60_000);
  expect(anchors).toHaveLength(2);
  fill(log, 10);
  jest.advanceTimersByTime(15_000);
  expect(anchors).toHaveLength(4);
});
