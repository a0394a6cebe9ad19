import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from '@jest/globals';
import { searchLogs, verifyLogs } from '@emas/logging';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { keepHouse } from '../src/file/housekeeping.ts';
import { KEY, logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
afterEach(() => log.end());

const heard = (bus: LogFolder['bus']): string[] => {
  const names: string[] = [];
  bus.subscribe(({ name }) => names.push(name));
  return names;
};
const fill = (folder: LogFolder, lines: number): void => {
  for (let line = 0; line < lines; line += 1) {
    folder.logger.info('x'.repeat(400), { line });
    folder.logger.flush();
  }
};

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
  for await (const { data } of searchLogs(log.folder, { text: 'xxxx' })) found.push(data['line']);
  expect(found).toEqual(Array.from({ length: 60 }, (_, line) => line));
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified?.findings).toEqual([]);
});

it('each day begins a file', async () => {
  log = logFolder();
  log.logger.info('today');
  log.logger.flush();
  const [today = ''] = log.files();
  const yesterday = today.replace(/\d{4}-\d\d-\d\d/, '2026-01-01');
  await log.logger.shutdown();
  renameSync(join(log.folder, today), join(log.folder, yesterday));
  const next = logFolder({ folder: log.folder });
  next.logger.info('a new day');
  await next.logger.shutdown();
  expect(readdirSync(log.folder).filter((name) => name.startsWith('system'))).toHaveLength(2);
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified?.findings).toEqual([]);
});

it('a file leaves when its last line is too old, whichever process wrote it, and the address with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emas-log-'));
  const old = new Date(Date.now() - 31 * 86_400_000);
  const put = (name: string, text: string | Buffer): void => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), old, old);
  };
  put('auth.1.2026-01-01.001.log.gz', gzipSync('{"data":{"source_ip":"192.0.2.77"}}\n'));
  put('auth.7.2026-01-02.001.log', '{"data":{"source_ip":"192.0.2.77"}}\n');
  put('access.1.2026-01-02.001.log', '{"data":{"source_ip":"192.0.2.77"}}\n');
  log = logFolder({ folder, routes: { auth: { days: 30 }, access: { days: 400 } } });
  const names = heard(log.bus);
  await waitUntil('old files to leave', () => names.includes('log_files_removed'));
  const texts = readdirSync(folder)
    .filter((name) => name.startsWith('auth'))
    .map(log.text);
  expect(texts.join('')).not.toContain('192.0.2.77');
  expect(log.files()).toContain('access.1.2026-01-02.001.log');
});

it('a quiet log lets go of its last file as well, and its chain goes on', async () => {
  log = logFolder({ routes: { auth: { days: 30 } } });
  log.logger.event('authn_login_fail', { reason: 'wrong', source_ip: '192.0.2.77' });
  log.logger.flush();
  const [file = ''] = log.files().filter((name) => name.startsWith('auth'));
  const old = new Date(Date.now() - 31 * 86_400_000);
  await log.logger.shutdown();
  utimesSync(join(log.folder, file), old, old);
  const next = logFolder({ folder: log.folder, routes: { auth: { days: 30 } } });
  await waitUntil('the old file to leave', () => !next.files().includes(file));
  await next.logger.shutdown();
  const left = log.files().filter((name) => name.startsWith('auth'));
  expect(left.map(log.text).join('')).not.toContain('192.0.2.77');
  const verified = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified.find((one) => one.log === 'auth')).toMatchObject({ findings: [], first: 3 });
});

it('an old file stays while the next cannot be begun, since the chain goes on from its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emas-keep-'));
  const name = 'auth.1.2026-01-01.001.log';
  writeFileSync(join(folder, name), 'the last line\n');
  utimesSync(join(folder, name), 0, 0);
  const keep = (renew: () => boolean): Promise<void> =>
    keepHouse({
      folder,
      log: 'auth',
      slot: 1,
      retention: { maxAge: 1000, maxTotalBytes: Infinity },
      compress: false,
      now: Date.now,
      current: () => undefined,
      renew,
      onRemoved: () => undefined,
    });
  await keep(() => false);
  expect(readdirSync(folder)).toEqual([name]);
  await keep(() => true);
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

it('files beyond the size leave, the oldest first', async () => {
  log = logFolder({ maxFileBytes: 4096, compress: false, routes: { system: { megabytes: 0.02 } } });
  fill(log, 100);
  const size = (): number =>
    log.files().reduce((sum, name) => sum + statSync(join(log.folder, name)).size, 0);
  await waitUntil('the oldest to leave', () => size() < 0.02 * 1024 * 1024 + 5000, { state: size });
  expect(log.files().some((name) => name.includes('.001.log'))).toBe(false);
  await log.logger.shutdown();
  expect(log.text(log.files().at(-1) ?? '')).toContain('"line":99');
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified?.findings).toEqual([]);
  expect(verified?.notes).toEqual([expect.stringMatching(/older files are not here/)]);
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
  expect(verified).toMatchObject({ findings: [], files: 2 });
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
  expect(verified?.first).toBeGreaterThan(1);
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
  for await (const { data, text } of searchLogs(log.folder, { text: 'xxxx' })) {
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
    JSON.stringify({ pid: 2 ** 22 - 1, start: '1', host: 'elsewhere', nonce: 'x' }),
  );
  const old = new Date(Date.now() - 300_000);
  utimesSync(join(log.folder, '.slot-1'), old, old);
  const next = logFolder({ folder: log.folder });
  next.logger.info('mine now');
  next.logger.flush();
  expect(next.files().every((name) => name.split('.')[1] === '1')).toBe(true);
  await next.logger.shutdown();
});
