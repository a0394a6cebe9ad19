import { expect, it } from '@jest/globals';
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

it('knows the successor in whatever order the lines come', () => {
  const lines = [used(3), declared(90, { successor: '/v2' })];
  expect(deprecationReport(lines, { now: NOW })[0]?.successor).toBe('/v2');
  expect(deprecationReport(lines.toReversed(), { now: NOW })[0]?.successor).toBe('/v2');
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
      pauseDays: 38,
    },
    { id: 'b', count: 1, pauseDays: undefined },
  ]);
});

it('the dates that were told last hold, in whatever order lines come', () => {
  const late = declared(1, { sunset: '2027-06-01' });
  const [report] = deprecationReport([late, declared(90)], { now: NOW });
  expect(report?.sunset).toBe('2027-06-01');
});
