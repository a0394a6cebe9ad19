import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it, jest } from '@jest/globals';
import { verifyLogs } from '@emas/logging';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { keepHouse } from '../src/file/housekeeping.ts';
import { fill, heard, KEY, logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
afterEach(async () => {
  await log.end();
  jest.restoreAllMocks();
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
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 31 * 86_400_000);
  log = logFolder({ routes: { auth: { days: 30 } } });
  log.logger.event('authn_login_fail', { reason: 'wrong', source_ip: '192.0.2.77' });
  log.logger.flush();
  const [file = ''] = log.files().filter((name) => name.startsWith('auth'));
  await log.logger.shutdown();
  const old = new Date(Date.now());
  now.mockRestore();
  utimesSync(join(log.folder, file), old, old);
  const next = logFolder({ folder: log.folder, routes: { auth: { days: 30 } } });
  await waitUntil('the old file to leave', () => !next.files().includes(file));
  await next.logger.shutdown();
  const left = log.files().filter((name) => name.startsWith('auth'));
  expect(left.map(log.text).join('')).not.toContain('192.0.2.77');
  const verified = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified.find((one) => one.log === 'auth')).toMatchObject({
    findings: [],
    first: 4,
    notes: [expect.stringContaining(`It begins with line 4: ${file} was removed for its age on`)],
  });
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
  expect(verified?.notes).toEqual([
    expect.stringMatching(/^It begins with line \d+: \S+ was removed for the size of its log on/),
  ]);
});

it('the newest file stays though it is larger than the log may be, since the chain goes on from it', async () => {
  log = logFolder();
  fill(log, 20);
  await log.logger.shutdown();
  const routes = { system: { megabytes: 0.002 } };
  const next = logFolder({ folder: log.folder, maxFileBytes: 4096, compress: false, routes });
  fill(next, 1);
  await waitUntil('the larger file to leave', () => next.files().length === 1);
  await next.logger.shutdown();
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified).toMatchObject({ findings: [], notes: [expect.stringMatching(/for the size/)] });
});

it('a file between others that retention removed, as it seemed the oldest, is a note', async () => {
  log = logFolder({ maxFileBytes: 4096, compress: false });
  fill(log, 30);
  const [, second = ''] = log.files();
  await log.logger.shutdown();
  utimesSync(join(log.folder, second), 1, 1);
  const kilobytes = log.files().length * 4;
  const routes = { system: { days: 36_500, megabytes: (kilobytes - 3) / 1024 } };
  const next = logFolder({ folder: log.folder, maxFileBytes: 4096, compress: false, routes });
  await waitUntil('the file to leave', () => !next.files().includes(second));
  await next.logger.shutdown();
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified).toMatchObject({
    findings: [],
    notes: [expect.stringMatching(`lines are missing before it .*: ${second} was removed for`)],
  });
});
