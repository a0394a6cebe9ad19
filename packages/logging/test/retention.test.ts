import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it, jest } from '@jest/globals';
import { verifyLogs } from '@emas/logging';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { keepHouse } from '../src/file/housekeeping.ts';
import { believeClock } from '../../../test/logs/believe-clock.ts';
import { ofFiles } from '../../../test/logs/of-files.ts';
import { fill, heard, KEY, logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
afterEach(async () => {
  await log.end();
  jest.restoreAllMocks();
});

/** Bytes of the log files of a folder. */
function sizeOf({ folder }: LogFolder): number {
  const sizes = ofFiles(folder, (path) => (path.endsWith('.log') ? statSync(path).size : 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

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
  believeClock(folder);
  log = logFolder({ folder, routes: { auth: { days: 30 }, access: { days: 400 } } });
  const names = heard(log.bus);
  const oldOnes = (): string[] =>
    readdirSync(folder).filter((name) => /^auth\..*2026-01-0/.test(name));
  // The line that tells of it is written first.
  await waitUntil('old files to leave', () => oldOnes().length === 0, { state: oldOnes });
  expect(names).toContain('log_files_removed');
  const texts = log.files().filter((name) => name.startsWith('auth'));
  expect(texts.map(log.text).join('')).not.toContain('192.0.2.77');
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
  believeClock(log.folder);
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
      isClockSteady: async () => true,
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

it('a flood pushes out what it was filled with, and neither the days nor the hour before it', async () => {
  const routes = { system: { megabytes: 0.03 } };
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 5 * 86_400_000);
  log = logFolder({ maxFileBytes: 4096, compress: false, routes });
  fill(log, 3);
  await log.logger.shutdown();
  const [before = ''] = log.files();
  const then = new Date(Date.now());
  utimesSync(join(log.folder, before), then, then);
  now.mockRestore();
  const next = logFolder({ folder: log.folder, maxFileBytes: 4096, compress: false, routes });
  fill(next, 200);
  const size = (): number => sizeOf(next);
  await waitUntil('the flood to leave', () => size() < 0.03 * 1024 * 1024 + 5000, { state: size });
  await next.logger.shutdown();
  const files = next.files();
  expect(files[0]).toBe(before);
  const ofToday = files.filter((name) => name !== before);
  expect(next.text(ofToday[0] ?? '')).toContain('"line":0');
  expect(ofToday.map(next.text).join('')).toContain('"line":199');
  const [verified] = await verifyLogs(next.folder, { keys: [KEY] });
  expect(verified?.findings).toEqual([]);
  // Files between others: their removal is explained as well.
  expect(verified?.notes.join(' ')).toMatch(
    /lines are missing before it .* was removed for the size/,
  );
});

it('files beyond the size leave', async () => {
  log = logFolder({ maxFileBytes: 4096, compress: false, routes: { system: { megabytes: 0.02 } } });
  fill(log, 100);
  const size = (): number => sizeOf(log);
  await waitUntil('the oldest to leave', () => size() < 0.02 * 1024 * 1024 + 5000, { state: size });
  await log.logger.shutdown();
  expect(log.text(log.files().at(-1) ?? '')).toContain('"line":99');
  const [verified] = await verifyLogs(log.folder, { keys: [KEY] });
  expect(verified?.findings).toEqual([]);
  expect(verified?.notes.join(' ')).toMatch(/\S+ was removed for the size of its log on/);
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
