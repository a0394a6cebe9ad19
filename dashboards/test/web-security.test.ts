import { describe, expect, test } from '@jest/globals';
import type { SecurityReport } from '../pages/security/contract.ts';
import {
  OTHER_REASONS,
  highestPoint,
  stackColumns,
  stackData,
} from '../pages/security/web/stack-data.ts';
import { compareCounts, describeCountChange } from '../drawings/change.ts';
import { formatMoment, formatRecent, formatSpan } from '../drawings/moments.ts';
import { formatLeft } from '../pages/security/web/time-left.ts';
import { failureReason, valueName, eventFigureName } from '../pages/security/web/names.ts';
import { failuresCsv } from '../pages/security/web/security-csv.ts';
import { DEFAULT_VIEW, formatView, onPage, parseView, reportQuery } from '../frame/web/view.ts';
import { END_REASONS } from '../../packages/session/src/stores/record-store.ts';
import { addressOf } from './page-address.ts';
import { en, ms } from './security-texts.ts';

const ZONE = 'Asia/Kuala_Lumpur';

function aReport(
  reasons: readonly string[],
  series: SecurityReport['series'],
  generatedAt = '2026-11-30T00:00:00Z',
): SecurityReport {
  const none = { failures: 0, successes: 0, refused: 0, accounts: 0, prefixes: 0 };
  const totals = { ...none, successesAfterFailures: 0 };
  return {
    app: 'portal',
    range: {
      period: '7d',
      from: '2026-11-21',
      to: '2026-11-23',
      timeZone: ZONE,
      interval: 'day',
    },
    filters: [],
    totals,
    previousTotals: totals,
    reasons,
    series,
    tables: { reason: [], account: [], prefix: [], country: [], client: [] },
    successesAfterFailures: [],
    figures: { sessions: [], captcha: [], limits: [], reports: [] },
    blocks: null,
    hasLog: true,
    generatedAt,
  };
}

describe('the security view in the address', () => {
  const view = {
    ...DEFAULT_VIEW,
    page: 'security' as const,
    period: '30d' as const,
    language: 'ms' as const,
    filters: [
      { dimension: 'prefix' as const, value: '2001:db8:85a3:8d3::/64' },
      { dimension: 'reason' as const, value: 'wrong_password' },
    ],
  };

  test('stays on its page and survives a reload', () => {
    const address = formatView(view);
    expect(address).toBe(
      './security?period=30d&filter=prefix:2001:db8:85a3:8d3::/64&filter=reason:wrong_password&lang=ms',
    );
    expect(parseView(address.slice('./security'.length), addressOf('security'))).toEqual(view);
  });

  test('knows no filters of other pages, and they none of its own', () => {
    expect(
      parseView('filter=page:/claims&filter=client:curl', addressOf('security')).filters,
    ).toEqual([{ dimension: 'client', value: 'curl' }]);
    expect(parseView('filter=account:x', addressOf('traffic')).filters).toEqual([]);
    expect(parseView('filter=country:MY', addressOf('developers')).filters).toEqual([]);
  });

  test('leads to other pages with its days and language, without its filters', () => {
    expect(formatView(onPage(view, 'developers'))).toBe('./developers?period=30d&lang=ms');
    expect(formatView(onPage({ ...view, choices: { metric: 'views' } }, 'traffic'))).toBe(
      './traffic?period=30d&lang=ms',
    );
  });

  test('is asked about with its filters', () => {
    const query = new URLSearchParams(reportQuery(view, ZONE));
    expect(query.getAll('filter')).toEqual([
      'prefix:2001:db8:85a3:8d3::/64',
      'reason:wrong_password',
    ]);
  });
});

describe('the chart of failures', () => {
  const series = [
    { start: '2026-11-21', reasons: { wrong_password: 5, unknown_account: 2 } },
    { start: '2026-11-22', reasons: {} },
    { start: '2026-11-23', reasons: { unknown_account: 9 } },
  ];

  test('has a layer for each reason, the most frequent at the bottom', () => {
    const data = stackData(aReport(['unknown_account', 'wrong_password'], series));
    expect(data.layers).toEqual([
      { reason: 'unknown_account', values: [2, 0, 9], sum: 11 },
      { reason: 'wrong_password', values: [5, 0, 0], sum: 5 },
    ]);
    expect(data.totals).toEqual([7, 0, 9]);
    expect(highestPoint(data)).toBe(2);
  });

  test('is drawn from the highest layer down, and where there is nothing not at all', () => {
    const data = stackData(aReport(['unknown_account', 'wrong_password'], series));
    expect(stackColumns(data)).toEqual([
      [7, null, 9],
      [2, null, 9],
    ]);
  });

  test('puts reasons beyond what can be told apart into one layer', () => {
    const reasons = Array.from({ length: 10 }, (_, index) => `reason_${index}`);
    const point = { start: '2026-11-21', reasons: Object.fromEntries(reasons.map((r) => [r, 1])) };
    const { layers, totals } = stackData(aReport(reasons, [point]));
    expect(layers.map(({ reason }) => reason)).toEqual([...reasons.slice(0, 6), OTHER_REASONS]);
    expect(layers.at(-1)?.values).toEqual([4]);
    expect(totals).toEqual([10]);
  });

  test('marks the day that is still running, and has no highest point without failures', () => {
    const empty = series.map(({ start }) => ({ start, reasons: {} }));
    const data = stackData(aReport([], empty, '2026-11-23T03:00:00Z'));
    expect(data.running).toBe(2);
    expect(highestPoint(data)).toBeNull();
    expect(stackColumns(data)).toEqual([]);
  });
});

describe('changes of counts', () => {
  test('are bad where they rise, unless nobody minds', () => {
    expect(compareCounts(3, 2, false)).toEqual({ direction: 'up', size: 0.5, welcome: false });
    expect(compareCounts(1, 2, false).welcome).toBe(true);
    expect(compareCounts(3, 2, null).welcome).toBeNull();
  });

  test.each([
    [3, 2, '50.0% more'],
    [1, 2, '50.0% less'],
    [0, 0, 'no change'],
    [4, 0, 'none before'],
  ])('to %d from %d read "%s"', (now, before, words) => {
    expect(describeCountChange(compareCounts(now, before, false), en)).toBe(words);
  });
});

describe('instants', () => {
  test('are told by the clocks of the view', () => {
    expect(formatMoment('2026-11-22T16:05:00Z', ZONE, 'en-MY')).toBe('23 Nov 2026, 00:05');
    expect(formatMoment('2026-12-22T16:05:00Z', 'UTC', 'ms-MY')).toBe('22 Dis 2026, 16:05');
  });

  test('are shown as they came where they are none', () => {
    expect(formatMoment('soon', ZONE, 'en-MY')).toBe('soon');
    expect(formatSpan('soon', '2026-11-22T16:05:00Z', ZONE, 'en-MY')).toContain('soon');
  });

  test('leave out what is plain from today', () => {
    const now = '2026-11-23T04:00:00Z';
    expect(formatRecent('2026-11-22T16:05:00Z', now, ZONE, 'en-MY')).toBe('00:05');
    expect(formatRecent('2026-11-22T15:05:00Z', now, ZONE, 'en-MY')).toBe('22 Nov');
    expect(formatRecent('2025-11-22T15:05:00Z', now, ZONE, 'en-MY')).toBe('22 Nov 2025');
  });

  test.each([
    [30_000, 'less than a minute', 'kurang daripada seminit'],
    [12 * 60_000, '12 minutes', '12 minit'],
    [60 * 60_000, '1 hour', '1 jam'],
    [65 * 60_000, '1 hour 5 minutes', '1 jam 5 minit'],
    [51 * 3_600_000, '2 days 3 hours', '2 hari 3 jam'],
  ])('are %d ms away as "%s" and "%s"', (left, english, malay) => {
    expect(formatLeft(left, en)).toBe(english);
    expect(formatLeft(left, ms)).toBe(malay);
  });
});

describe('names on the security page', () => {
  test('put reasons and events into words, and keep what they do not know', () => {
    expect(failureReason('unknown_account', en)).toBe('Unknown account');
    expect(failureReason('refused_lock', ms)).toBe('Ditolak: dikunci');
    expect(failureReason('solar_flare', en)).toBe('solar_flare');
    expect(valueName('reason', '', en)).toBe('Unknown');
    expect(eventFigureName({ event: 'captcha_failed', reason: 'low-score' }, en)).toBe(
      'Captcha not passed: score is too low',
    );
    expect(eventFigureName({ event: 'brand_new', reason: '' }, ms)).toBe('brand_new');
  });

  test.each(['reasons', 'events', 'eventReasons', 'levels'] as const)(
    'have all %s in both languages',
    (catalogue) => {
      expect(Object.keys(ms.security[catalogue]).toSorted()).toEqual(
        Object.keys(en.security[catalogue]).toSorted(),
      );
    },
  );

  test('leave no text empty', () => {
    const texts = [...Object.values(en.security), ...Object.values(ms.security)];
    expect(texts.filter((text) => text === '')).toEqual([]);
  });
});

describe('the chart’s file for a spreadsheet', () => {
  test('have failures by reason', () => {
    const report = aReport(['a', 'b'], [{ start: '2026-11-21', reasons: { b: 2 } }]);
    expect(failuresCsv(report).split('\r\n')[0]).toBe('\uFEFFstart,a,b');
    expect(failuresCsv(report).split('\r\n')[1]).toBe('2026-11-21,0,2');
  });
});

test.each(END_REASONS)('a session that ended by "%s" is told in both languages', (reason) => {
  expect(Object.keys(en.security.eventReasons)).toContain(reason);
  expect(Object.keys(ms.security.eventReasons)).toContain(reason);
});
