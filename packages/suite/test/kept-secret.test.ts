import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { keptSecret } from '../src/settings/kept-secret.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is made once and kept where only this user reads it', () => {
  const data = join(folder, 'data');
  const secret = keptSecret(data, 'session-secret');
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(keptSecret(data, 'session-secret')).toBe(secret);
  expect(keptSecret(data, 'log-key')).not.toBe(secret);
  const file = join(data, 'session-secret');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toBe(`${secret}\n`);
});
