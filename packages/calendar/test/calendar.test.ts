import { describe, expect, test } from '@jest/globals';
import {
  addDays,
  dayNumber,
  daysBetween,
  intervalStartOf,
  isLocalDay,
  isTimeZone,
  localDay,
  localDays,
  localTime,
  quarterHourOf,
  seriesStarts,
  startOfDay,
} from '../src/index.ts';

const HOUR_MS = 3_600_000;
const ZONES = [
  'UTC',
  'Asia/Kuala_Lumpur',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
  'Pacific/Chatham',
];

describe.each(ZONES)('in %s', (timeZone) => {
  test('each day of two years begins where the day before ends', () => {
    const days = localDays(timeZone);
    for (let day = '2025-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      const start = startOfDay(day, timeZone);
      expect([localDay(start - 1, timeZone), localDay(start, timeZone)]).toEqual([
        addDays(day, -1),
        day,
      ]);
      expect([days.dayOf(start - 1), days.dayOf(start)]).toEqual([addDays(day, -1), day]);
    }
  });
});

test.each([
  ['2026-03-29', 23],
  ['2026-10-25', 25],
  ['2026-11-27', 24],
])('%s has %d hours in Berlin', (day, hours) => {
  const length = startOfDay(addDays(day, 1), 'Europe/Berlin') - startOfDay(day, 'Europe/Berlin');
  expect(length / HOUR_MS).toBe(hours);
  const starts = seriesStarts({ from: day, to: day, timeZone: 'Europe/Berlin' }, 'hour');
  // An hour that comes twice has one name.
  expect(starts).toHaveLength(Math.min(hours, 24));
});

test('a midnight that does not exist is the first instant after it', () => {
  // Chile's clocks went from 23:59 to 01:00 on 2026-09-06.
  const start = startOfDay('2026-09-06', 'America/Santiago');
  expect(localTime(start, 'America/Santiago')).toBe('2026-09-06T01:00');
});

test('days are counted with both ends', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysBetween('2026-11-01', '2026-11-30')).toBe(30);
  expect(dayNumber('1970-01-02')).toBe(1);
});

test.each([
  ['2026-11-23', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['2026-11-23T00:00', false],
  ['', false],
])('%j is a day: %s', (text, expected) => {
  expect(isLocalDay(text)).toBe(expected);
});

test.each([
  ['Asia/Kuala_Lumpur', true],
  ['UTC', true],
  ['Asia/Atlantis', false],
  ['+08:00', false],
  ['', false],
])('%j is a time zone: %s', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});

test('an instant lies in the interval of the same name', () => {
  const instant = Date.parse('2026-11-26T17:44:59Z');
  const zone = 'Asia/Kuala_Lumpur';
  expect(intervalStartOf(instant, 'hour', zone)).toBe('2026-11-27T01:00');
  expect(intervalStartOf(instant, 'day', zone)).toBe('2026-11-27');
  expect(intervalStartOf(instant, 'week', zone)).toBe('2026-11-23');
  expect(intervalStartOf(instant, 'month', zone)).toBe('2026-11-01');
  expect(new Date(quarterHourOf(instant)).toISOString()).toBe('2026-11-26T17:30:00.000Z');
});
