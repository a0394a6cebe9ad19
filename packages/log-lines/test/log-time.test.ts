import { expect, it } from '@jest/globals';
import { logTime, monthOf } from '@emas/log-lines';

const TIME = 1_795_140_000_123;

it.each([
  '2026-11-20T10:00:00.123+08:00',
  '1795140000.123',
  '1795140000123',
  '1795140000123000',
  '1795140000123000000',
])('%s is a time', (text) => {
  expect(Math.round(logTime(text))).toBe(TIME);
});

it.each(['', ' ', 'yesterday', '-', 'Infinity'])('%j is none', (text) => {
  expect(logTime(text)).toBeNaN();
});

it('months are counted from 0', () => {
  expect(['Jan', 'Dec', 'jan', ''].map(monthOf)).toEqual([0, 11, -1, -1]);
});
