import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { writeWhole } from '../src/index.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emas-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes the file and its folders, for their owner alone', () => {
  const path = join(folder, 'a', 'b.json');
  writeWhole(path, 'text\n');
  expect(readFileSync(path, 'utf8')).toBe('text\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
});

it('takes the place of what was there, and leaves nothing beside it', () => {
  const path = join(folder, 'b.json');
  writeWhole(path, 'a long first text\n');
  const { ino } = statSync(path);
  writeWhole(path, 'short\n');
  expect(readFileSync(path, 'utf8')).toBe('short\n');
  // A reader that has it open reads on in the old one.
  expect(statSync(path).ino).not.toBe(ino);
  expect(readdirSync(folder)).toEqual(['b.json']);
});

it('leaves all as it was where it fails', () => {
  const path = join(folder, 'taken');
  mkdirSync(join(path, 'inside'), { recursive: true });
  expect(() => writeWhole(path, 'text')).toThrow(/EISDIR|ENOTEMPTY/);
  expect(existsSync(join(path, 'inside'))).toBe(true);
  expect(readdirSync(folder)).toEqual(['taken']);
});
