import { describe, expect, test } from '@jest/globals';
import type { Interval } from '../frame/contract.ts';
import type { ReportPoint, TrafficReport } from '../pages/traffic/contract.ts';
import { tickIndexes, tickLabel, valueSteps } from '../drawings/axis-labels.ts';
import { extremes, seriesData, splitAtRunning } from '../pages/traffic/web/series-data.ts';

function aPoint(start: string, visitors: number): ReportPoint {
  const none = { bounceRate: null, visitDuration: null, viewsPerVisit: null };
  return { start, visitors, visits: 0, views: 0, ...none };
}

function points(starts: readonly string[], visitors: readonly number[]): ReportPoint[] {
  return starts.map((start, index) => aPoint(start, visitors[index] ?? 0));
}

const NOTHING = aPoint('', 0);

function aReport(
  interval: Interval,
  series: ReportPoint[],
  previousSeries: ReportPoint[],
  generatedAt: string,
): TrafficReport {
  const from = series[0]?.start.slice(0, 10) ?? '';
  const to = series.at(-1)?.start.slice(0, 10) ?? '';
  return {
    app: 'portal',
    range: { period: 'custom', from, to, timeZone: 'Asia/Kuala_Lumpur', interval },
    previousRange: { from, to },
    filters: [],
    smallCells: 5,
    totals: NOTHING,
    previousTotals: NOTHING,
    series,
    previousSeries,
    breakdowns: {},
    bots: [],
    leftOut: [],
    generatedAt,
  };
}

const DAYS = ['2026-11-21', '2026-11-22', '2026-11-23'];
const BEFORE = ['2026-11-18', '2026-11-19', '2026-11-20'];

describe('the series', () => {
  test('marks the day that is still running where the report is about', () => {
    // 23 November has begun in Kuala Lumpur, though not yet in UTC.
    const report = aReport('day', points(DAYS, [5, 9, 1]), [], '2026-11-22T17:00:00Z');
    expect(seriesData(report, 'visitors')).toMatchObject({ values: [5, 9, 1], running: 2 });
  });

  test('marks nothing in a period that is over', () => {
    const report = aReport('day', points(DAYS, [5, 9, 1]), [], '2026-11-24T17:00:00Z');
    expect(seriesData(report, 'visitors').running).toBeNull();
  });

  test('draws no zeros for hours that have not come', () => {
    const hours = ['2026-11-23T00:00', '2026-11-23T01:00', '2026-11-23T02:00'];
    const report = aReport(
      'hour',
      points(hours, [3, 2, 0]),
      points(hours, [1, 1, 1]),
      '2026-11-22T17:30:00Z',
    );
    const data = seriesData(report, 'visitors');
    expect(data).toMatchObject({ values: [3, 2, null], previous: [1, 1, 1], running: 1 });
  });

  test('keeps going where the period before is longer', () => {
    const report = aReport(
      'day',
      points(['2026-11-21'], [5]),
      points(BEFORE, [1, 2, 3]),
      '2026-11-24T17:00:00Z',
    );
    const data = seriesData(report, 'visitors');
    expect(data.values).toEqual([5, null, null]);
    expect(data.previous).toEqual([1, 2, 3]);
  });

  test('splits into a finished line and a dashed end that meet', () => {
    const report = aReport('day', points(DAYS, [5, 9, 1]), [], '2026-11-22T17:00:00Z');
    expect(splitAtRunning(seriesData(report, 'visitors'))).toEqual({
      done: [5, 9, null],
      growing: [null, 9, 1],
    });
  });

  test('leaves a first point that still runs in the finished line, as a dot', () => {
    const report = aReport('day', points(['2026-11-23'], [4]), [], '2026-11-22T17:00:00Z');
    expect(splitAtRunning(seriesData(report, 'visitors')).done).toEqual([4]);
  });

  test('finds its highest and lowest finished point', () => {
    const report = aReport('day', points(DAYS, [5, 9, 1]), [], '2026-11-22T17:00:00Z');
    expect(extremes(seriesData(report, 'visitors'))).toEqual({ highest: 1, lowest: 0 });
    expect(extremes(seriesData(report, 'bounceRate'))).toBeNull();
  });
});

describe('the time axis', () => {
  test.each([
    ['hour', 24, 12, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22]],
    ['hour', 24, 4, [0, 6, 12, 18]],
    ['day', 7, 10, [0, 1, 2, 3, 4, 5, 6]],
    ['day', 7, 4, [0, 2, 4, 6]],
    ['day', 30, 6, [0, 7, 14, 21, 28]],
    ['month', 12, 4, [0, 3, 6, 9]],
  ] as const)('labels a %s axis of %d points with room for %d', (interval, count, room, ticks) => {
    expect(tickIndexes(count, interval, room)).toEqual(ticks);
  });

  test('has labels for any length and any room', () => {
    expect(tickIndexes(5000, 'day', 3).length).toBeLessThanOrEqual(3);
    expect(tickIndexes(1, 'day', 0)).toEqual([0]);
    expect(tickIndexes(0, 'day', 5)).toEqual([]);
  });

  test('names the day only where it changes', () => {
    const starts = ['2026-11-22T22:00', '2026-11-22T23:00', '2026-11-23T00:00'];
    expect(starts.map((_, index) => tickLabel(starts, index, 'hour', 'en-MY'))).toEqual([
      '22:00',
      '23:00',
      '23 Nov',
    ]);
  });

  test('keeps midnight a time where there is only one day', () => {
    const starts = ['2026-11-23T00:00', '2026-11-23T01:00'];
    expect(tickLabel(starts, 0, 'hour', 'en-MY')).toBe('00:00');
  });

  test('names weekdays in a week, dates in a month, years in January', () => {
    expect(tickLabel(DAYS, 2, 'day', 'ms-MY')).toBe('23 Isn');
    expect(tickLabel(Array<string>(30).fill('2026-11-23'), 3, 'day', 'en-MY')).toBe('23 Nov');
    expect(tickLabel(['2026-12-01', '2027-01-01', '2027-02-01'], 1, 'month', 'en-MY')).toBe(
      'Jan 2027',
    );
    expect(tickLabel(['2026-12-01', '2027-01-01', '2027-02-01'], 2, 'month', 'en-MY')).toBe('Feb');
  });

  test('is silent where there is no point', () => {
    expect(tickLabel(DAYS, 9, 'day', 'en-MY')).toBe('');
  });
});

describe('the value axis', () => {
  test('counts in whole visitors', () => {
    expect(valueSteps('count').every(Number.isInteger)).toBe(true);
    expect(valueSteps('count').slice(0, 6)).toEqual([1, 2, 5, 10, 20, 50]);
  });

  test.each(['ratio', 'share', 'duration'] as const)('has rising steps for a %s', (kind) => {
    expect(valueSteps(kind)).toEqual(valueSteps(kind).toSorted((left, right) => left - right));
  });
});
