import { describe, expect, test } from '@jest/globals';
import type { ReportRange } from '../frame/contract.ts';
import { rowsCsv, seriesCsv } from '../pages/traffic/web/traffic-csv.ts';
import { compare, describeChange } from '../drawings/change.ts';
import { formatDays, formatPoint, isRunning, wallClock } from '../frame/web/dates.ts';
import {
  formatMetric,
  metricKind,
  metricName,
  pointMetricName,
} from '../pages/traffic/web/metrics.ts';
import { zoneCity } from '../frame/web/zone-city.ts';
import { reasonName, valueName } from '../pages/traffic/web/names.ts';
import { formatCompact, formatDuration, formatRoundDuration } from '../frame/web/numbers.ts';
import { en, ms } from './traffic-texts.ts';

describe('figures', () => {
  test.each([
    [0, '0s'],
    [45.4, '45s'],
    [59.6, '1m 0s'],
    [92, '1m 32s'],
    [3600, '1h 0m'],
    [4_449, '1h 14m'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds, en)).toBe(text);
  });

  test('uses the unit letters of the language', () => {
    expect(formatDuration(3_720, ms)).toBe('1j 2m');
  });

  test('leaves empty units out on an axis', () => {
    expect(formatRoundDuration(120, en)).toBe('2m');
    expect(formatRoundDuration(90, en)).toBe('1m 30s');
    expect(formatRoundDuration(30, en)).toBe('30s');
  });

  test('shortens only what is large', () => {
    expect(formatCompact(99_999, 'en-MY', 100_000)).toBe('99,999');
    expect(formatCompact(1_234_567, 'en-MY', 100_000)).toBe('1.2M');
  });

  test.each([
    ['views', 12_345, '12,345'],
    ['viewsPerVisit', 2.8, '2.8'],
    ['viewsPerVisit', 2, '2.0'],
    ['bounceRate', 0.4137, '41.4%'],
    ['bounceRate', 0, '0.0%'],
    ['bounceRate', 0.0004, '<\u00a00.1%'],
    ['bounceRate', 0.0005, '0.1%'],
    ['visitDuration', null, '–'],
  ] as const)('writes %s %p as %s', (metric, value, text) => {
    expect(formatMetric(metric, value, en)).toBe(text);
  });
});

describe('changes', () => {
  test.each([
    ['visitors', 120, 100, '20.0% more'],
    ['visits', 80, 100, '20.0% less'],
    ['viewsPerVisit', 3, 2, '50.0% higher'],
    ['visitDuration', 45, 90, '50.0% shorter'],
    ['bounceRate', 0.42, 0.399, '2.1 pts higher'],
    ['bounceRate', 0.1, 0, '10.0 pts higher'],
    ['views', 100, 100, 'no change'],
    ['views', 10_001, 10_000, 'no change'],
    ['views', 0, 0, 'no change'],
    ['views', 7, 0, 'none before'],
    ['bounceRate', null, 0.4, ''],
    ['visitDuration', 40, null, ''],
  ] as const)('of %s to %p from %p reads "%s"', (metric, now, before, words) => {
    expect(describeChange(metricKind(metric), compare(metricKind(metric), now, before), en)).toBe(
      words,
    );
  });

  test('are welcome where they rise, except for visits that leave at once', () => {
    expect(compare(metricKind('visits'), 2, 1).welcome).toBe(true);
    expect(compare(metricKind('visits'), 1, 2).welcome).toBe(false);
    expect(compare(metricKind('bounceRate'), 0.5, 0.4).welcome).toBe(false);
    expect(compare(metricKind('bounceRate'), 0.4, 0.5).welcome).toBe(true);
  });

  test('are worded in Malay too', () => {
    expect(describeChange(metricKind('views'), compare(metricKind('views'), 150, 100), ms)).toBe(
      '50.0% lebih',
    );
  });
});

describe('times', () => {
  test('are shown as they came, wherever the browser is', () => {
    expect(formatPoint('2026-11-23T02:00', 'hour', en)).toBe('Mon, 23 Nov, 02:00');
    expect(formatPoint('2026-11-23', 'day', ms)).toBe('Isn, 23 Nov');
    expect(formatPoint('2026-11-23', 'week', en)).toBe('Week of 23 Nov');
    expect(formatPoint('2026-11-01', 'month', ms)).toBe('November 2026');
  });

  test('join two days into a range and leave one alone', () => {
    expect(formatDays('2026-11-17', '2026-11-23', 'en-MY')).toMatch(/^17\s?–\s?23 Nov 2026$/);
    expect(formatDays('2026-11-23', '2026-11-23', 'en-MY')).toBe('23 Nov 2026');
  });

  test('give a zone its own wall clock', () => {
    expect(wallClock('2026-11-22T16:05:00Z', 'Asia/Kuala_Lumpur')).toBe('2026-11-23T00:05');
    expect(wallClock('2026-11-22T16:05:00Z', 'America/New_York')).toBe('2026-11-22T11:05');
  });

  test('know whether the last day is over where the report is about', () => {
    const range: ReportRange = {
      period: 'custom',
      from: '2026-11-20',
      to: '2026-11-22',
      timeZone: 'Asia/Kuala_Lumpur',
      interval: 'day',
    };
    expect(isRunning(range, '2026-11-22T15:59:00Z')).toBe(true);
    expect(isRunning(range, '2026-11-22T16:00:00Z')).toBe(false);
  });
});

describe('files for a spreadsheet', () => {
  const figures = { visitors: 4, visits: 5, views: 9, bounceRate: 0.2 };

  test('have a line for each point and leave unknown figures empty', () => {
    const point = { ...figures, start: '2026-11-23', viewsPerVisit: 1.8, visitDuration: null };
    expect(seriesCsv([point])).toBe(
      '\uFEFFstart,visitors,visits,views,viewsPerVisit,bounceRate,visitDuration\r\n' +
        '2026-11-23,4,5,9,1.8,0.2,\r\n',
    );
  });

  test.each([
    ['/claims', '/claims'],
    ['a,"b"', '"a,""b"""'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['@sum', "'@sum"],
    ['-1', "'-1"],
  ])('write %s so that it stays text', (value, cell) => {
    const [, line] = rowsCsv('page', [{ ...figures, value }]).split('\r\n');
    expect(line).toBe(`${cell},4,5,9,0.2`);
  });
});

describe('names', () => {
  test('of countries, channels and devices follow the language', () => {
    expect(valueName('country', 'SG', en)).toBe('Singapore');
    expect(valueName('country', 'SG', ms)).toBe('Singapura');
    expect(valueName('channel', 'Organic Search', ms)).toBe('Carian organik');
    expect(valueName('device', 'mobile', ms)).toBe('Telefon');
  });

  test('stay as stored where there is nothing to translate', () => {
    expect(valueName('country', 'not a country', en)).toBe('not a country');
    expect(valueName('channel', 'Carrier Pigeon', ms)).toBe('Carrier Pigeon');
    expect(valueName('page', '/claims', ms)).toBe('/claims');
    expect(reasonName('solar_flare', en)).toBe('solar_flare');
  });

  test('say so where a value is missing', () => {
    expect(valueName('country', '', en)).toBe('Unknown');
    expect(valueName('utm_source', '', ms)).toBe('(tiada)');
  });

  test('make cities of time zones', () => {
    expect(zoneCity('Asia/Kuala_Lumpur')).toBe('Kuala Lumpur');
    expect(zoneCity('America/Argentina/Salta')).toBe('Argentina – Salta');
    expect(zoneCity('UTC')).toBe('UTC');
  });
});

describe('the catalogues', () => {
  test('explain every reason in both languages', () => {
    expect(Object.keys(ms.reasons).toSorted()).toEqual(Object.keys(en.reasons).toSorted());
  });

  test('leave no Malay text empty', () => {
    const texts = Object.values(ms).filter((text) => typeof text === 'string');
    expect(texts.filter((text) => text.trim() === '')).toEqual([]);
  });
});

describe('visitors are called unique only where nobody can be counted twice', () => {
  const day = { from: '2026-11-23', to: '2026-11-23' };
  const week = { from: '2026-11-17', to: '2026-11-23' };

  test.each([
    [en, 'Unique visitors', 'Visitors (by day)'],
    [ms, 'Pelawat unik', 'Pelawat (mengikut hari)'],
  ])('of either language', (texts, unique, byDay) => {
    expect(metricName('visitors', day, texts)).toBe(unique);
    expect(metricName('visitors', week, texts)).toBe(byDay);
    expect(pointMetricName('visitors', 'hour', texts)).toBe(unique);
    expect(pointMetricName('visitors', 'day', texts)).toBe(unique);
    expect(pointMetricName('visitors', 'week', texts)).toBe(byDay);
    expect(pointMetricName('visitors', 'month', texts)).toBe(byDay);
    expect(metricName('visits', week, texts)).toBe(texts.metrics.visits);
  });
});
