import { expect, test } from '@jest/globals';
import { bytesText, counted } from '../src/commands/amounts.ts';
import { jsonText, safeJson } from '../src/commands/json-output.ts';
import { isoTime, minuteOf, spanOf } from '../src/commands/time-text.ts';

const TIME = Date.parse('2026-11-23T10:00:59.123Z');

test('times are UTC: to the minute for people, whole for programs', () => {
  expect(minuteOf(TIME)).toBe('2026-11-23 10:00');
  expect(isoTime(TIME)).toBe('2026-11-23T10:00:59.123Z');
});

test.each([
  [20_000, '1 min'],
  [7_800_000, '2 h 10 min'],
  [183_600_000, '2 d 3 h'],
  [172_800_000, '2 d'],
])('a span of %i ms is %s', (span, text) => {
  expect(spanOf(span)).toBe(text);
});

test('amounts have their nouns', () => {
  expect([counted(1, 'line'), counted(0, 'line'), counted(12_345, 'line')]).toEqual([
    '1 line',
    '0 lines',
    '12,345 lines',
  ]);
  expect([bytesText(0), bytesText(999), bytesText(240_400_000)]).toEqual([
    '0 bytes',
    '999 bytes',
    '240 MB',
  ]);
});

test('JSON has times as the log has them, and nothing that a terminal obeys', () => {
  const value = { until: TIME, count: TIME, text: '\u001b\u009b\u202e' };
  const text = jsonText(value, ['until']);
  expect(text).not.toMatch(/[\u001b\u009b\u202e]/);
  expect(JSON.parse(text)).toEqual({ ...value, until: isoTime(TIME) });
  expect(JSON.parse(safeJson('{"a":"\u2028\u007f"}'))).toEqual({ a: '\u2028\u007f' });
});
