import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { isFileOf, isLogFile, logSize } from '../src/commands/logs/log-files.ts';

test('files of the logger are known by their names', () => {
  expect(['auth.1.2026-11-23.001.log', 'app-x.12.2026-11-23.001.log.gz'].every(isLogFile)).toBe(
    true,
  );
  expect(['access.log', 'versions.json', 'auth.log'].some(isLogFile)).toBe(false);
  expect(isFileOf('auth', 'auth.1.2026-11-23.001.log')).toBe(true);
  expect(isFileOf('auth', 'access.1.2026-11-23.001.log')).toBe(false);
});

test('what there is to read counts unpacked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emas-size-'));
  writeFileSync(join(folder, 'auth.1.2026-11-22.001.log.gz'), gzipSync('x'.repeat(5000)));
  writeFileSync(join(folder, 'auth.1.2026-11-23.001.log'), 'y'.repeat(300));
  writeFileSync(join(folder, 'versions.json'), '{}');
  expect(logSize(folder)).toEqual({ files: 2, bytes: 5300 });
  rmSync(folder, { recursive: true });
});
