import { describe, expect, it } from '@jest/globals';
import { deprecationReport } from '@emas/deprecation';
import type { DeprecationLine } from '@emas/deprecation';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const ago = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();

const declared = (days: number, more: object = {}): DeprecationLine => ({
  time: ago(days),
  event: 'deprecated_api_declared',
  data: {
    endpoint: 'GET /v1',
    version: '1',
    since: '2026-01-01',
    sunset: '2027-01-01',
    successor: '/v2',
    ...more,
  },
});
const used = (days: number, client = 'a', version = '1'): DeprecationLine => ({
  time: ago(days),
  event: 'deprecated_api_used',
  data: {
    endpoint: 'GET /v1',
    version,
    client,
    client_kind: 'key',
    since: '2026-01-01',
    sunset: '2027-01-01',
  },
});
const counted = (days: number, client: string, count: number): DeprecationLine => ({
  time: ago(days),
  event: 'deprecated_api_counted',
  data: {
    endpoint: 'GET /v1',
    version: '1',
    client,
    client_kind: 'key',
    count,
    first: ago(days),
    last: ago(days),
  },
});

describe('safe to remove', () => {
  it.each<[string, DeprecationLine[], boolean, string]>([
    [
      'somebody calls',
      [declared(90), used(3)],
      false,
      'one client called in the last 30 days, most of all a',
    ],
    [
      'several do',
      [declared(90), used(3), used(2, 'b'), counted(2, 'b', 9)],
      false,
      '2 clients called in the last 30 days, most of all b',
    ],
    ['nobody ever did', [declared(90)], true, 'nobody called it in 90 days'],
    ['the last call is long ago', [declared(90), used(31)], true, 'the last call was 31 days ago'],
    [
      'it is watched for a short time',
      [declared(5)],
      false,
      'it is watched for 5 days only, and 30 without a call are wanted',
    ],
    [
      'it is watched since yesterday',
      [declared(1)],
      false,
      'it is watched for 1 day only, and 30 without a call are wanted',
    ],
    [
      'the sunset has passed and somebody calls',
      [declared(90, { sunset: '2026-06-01' }), used(3), declared(1, { sunset: '2026-06-01' })],
      false,
      'one client called in the last 30 days, most of all a, though its sunset has passed',
    ],
    [
      'the sunset has passed and nobody calls',
      [declared(90, { sunset: '2026-06-01' })],
      true,
      'nobody called it in 90 days',
    ],
  ])('%s', (_name, lines, yes, because) => {
    const [report] = deprecationReport(lines, { now: NOW });
    expect(report?.safe).toMatchObject({ yes, because });
  });

  it('says the same in figures', () => {
    const [report] = deprecationReport([declared(90), used(3), used(2, 'b')], { now: NOW });
    expect(report?.safe.reason).toEqual({
      code: 'still_called',
      clients: 2,
      withinDays: 30,
      busiest: expect.any(String),
      sunsetPassed: false,
    });
  });

  it('knows the successor in whatever order the lines come', () => {
    const lines = [used(3), declared(90, { successor: '/v2' })];
    expect(deprecationReport(lines, { now: NOW })[0]?.successor).toBe('/v2');
    expect(deprecationReport(lines.toReversed(), { now: NOW })[0]?.successor).toBe('/v2');
  });

  it('wants as many quiet days as it is told', () => {
    const lines = [declared(90), used(31)];
    expect(deprecationReport(lines, { now: NOW, quietDays: 60 })[0]?.safe.yes).toBe(false);
  });

  it('is never said of code', () => {
    const data = { code: 'express', message: 'old()', caller: 'app.js:1' };
    const [report] = deprecationReport([{ time: ago(90), event: 'deprecated_code_used', data }], {
      now: NOW,
    });
    expect(report).toMatchObject({
      kind: 'code',
      endpoint: 'express: old()',
      safe: { yes: false },
    });
  });
});

it('a client has its calls, its first and last, and the versions that it called', () => {
  const [report] = deprecationReport(
    [used(40), counted(40, 'a', 99), used(2, 'a', '2'), used(1, 'b')],
    { now: NOW },
  );
  expect(report).toMatchObject({ count: 102, daysToSunset: 39, lastUse: Date.parse(ago(1)) });
  expect(report?.clients).toMatchObject([
    {
      id: 'a',
      count: 101,
      first: Date.parse(ago(40)),
      last: Date.parse(ago(2)),
      versions: ['1', '2'],
    },
    { id: 'b', count: 1 },
  ]);
});

it('the dates that were told last hold, in whatever order lines come', () => {
  const late = declared(1, { sunset: '2027-06-01' });
  const [report] = deprecationReport([late, declared(90)], { now: NOW });
  expect(report?.sunset).toBe('2027-06-01');
});
