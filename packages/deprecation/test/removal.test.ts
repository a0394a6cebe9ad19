import { describe, expect, it } from '@jest/globals';
import { deprecationReport } from '@emas/deprecation';
import type { DeprecationLine, ReportOptions, ReportedEndpoint } from '@emas/deprecation';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-26T12:00:00Z');
const ago = (days: number): string => new Date(NOW - days * DAY).toISOString();
const dayIn = (days: number): string => ago(-days).slice(0, 10);

const endpoint = { endpoint: 'GET /v1', version: '1', since: '2026-01-01' };
const client = (id: string, kind: string): object => ({ client: id, client_kind: kind });

const line = (days: number, event: string, data: object): DeprecationLine => ({
  time: ago(days),
  event,
  data: { ...data },
});
const declared = (days: number, more: object = {}): DeprecationLine =>
  line(days, 'deprecated_api_declared', { ...endpoint, run: 'one', ...more });
const used = (days: number, id = 'batch', kind = 'key'): DeprecationLine =>
  line(days, 'deprecated_api_used', { ...endpoint, ...client(id, kind) });
const refused = (days: number): DeprecationLine =>
  line(days, 'deprecated_api_refused', {
    ...endpoint,
    ...client('batch', 'key'),
    reason: 'brownout',
  });
const watched = (from: number, to: number, run = 'one'): DeprecationLine =>
  line(to, 'deprecated_watched', { run, since: ago(from), until: ago(to) });
/** Declared then, and watched without a break ever since. */
const since = (days: number, more: object = {}): DeprecationLine[] => [
  declared(days, more),
  watched(days, 0),
];

function judged(
  lines: readonly DeprecationLine[],
  options: ReportOptions = {},
): ReportedEndpoint['safe'] {
  const [report] = deprecationReport(lines, { now: NOW, ...options });
  if (report === undefined) throw new Error('Nothing was reported.');
  return report.safe;
}

describe('it is safe to remove', () => {
  it.each<[string, DeprecationLine[], string]>([
    ['that nobody ever called', since(90), 'nobody called it in 90 days'],
    [
      'that nobody called, though its sunset has not come',
      since(90, { sunset: '2027-01-01' }),
      'nobody called it in 90 days',
    ],
    [
      'that nobody called, watched by several processes in turn',
      [declared(60), watched(60, 30), declared(30, { run: 'two' }), watched(30, 0, 'two')],
      'nobody called it in 60 days',
    ],
    [
      'that programs called long ago',
      [...since(90), used(50, 'curl', 'family')],
      'the last call was 50 days ago',
    ],
    [
      'whose weekly client has gone',
      [...since(90), used(64), used(57), used(50)],
      'the last call was 50 days ago',
    ],
    [
      'whose monthly client has missed a month',
      [...since(120), used(108), used(78), used(48)],
      'the last call was 48 days ago',
    ],
    [
      'whose quarterly client has missed half a quarter more',
      [...since(399), used(232), used(140)],
      'the last call was 140 days ago',
    ],
  ])('%s', (_name, lines, because) => {
    expect(judged(lines)).toMatchObject({ yes: true, because });
  });
});

describe('it is not safe to remove', () => {
  it.each<[string, DeprecationLine[], string]>([
    [
      'what somebody calls',
      [...since(90), used(3)],
      'one client called in the last 45 days, most of all batch',
    ],
    [
      'what several call',
      [...since(90), used(3), used(2, 'b'), used(1, 'b')],
      '2 clients called in the last 45 days, most of all b',
    ],
    [
      'what somebody calls after the sunset',
      [...since(90), used(3), declared(1, { sunset: '2026-06-01' })],
      'one client called in the last 45 days, most of all batch, though its sunset has passed',
    ],
    [
      'what a monthly client calls',
      [...since(90), used(61), used(31)],
      'one client called in the last 45 days, most of all batch',
    ],
    [
      'what a quarterly client calls',
      [...since(300), used(182), used(91)],
      `batch has paused for 91 days before: wait until ${dayIn(45.5)}`,
    ],
    [
      'what a yearly client calls, which the log has seen once',
      [...since(399), used(366)],
      `batch called on one day only and may call once a year: wait until ${dayIn(34)}`,
    ],
    [
      'what a yearly client has called twice',
      [...since(399), used(398), used(33), used(32)],
      'one client called in the last 45 days, most of all batch',
    ],
    [
      'what one of two clients may call again',
      [...since(399), used(182), used(91), used(200, 'b'), used(120, 'b'), used(80, 'c', 'family')],
      `batch has paused for 91 days before: wait until ${dayIn(45.5)}`,
    ],
    [
      'what two clients may call again, of which the last is named',
      [...since(399), used(182), used(91), used(180, 'b'), used(80, 'b')],
      `b has paused for 100 days before: wait until ${dayIn(70)}, the last of 2 clients that are waited for`,
    ],
    [
      'what was refused lately',
      [...since(90), refused(5)],
      'one client called in the last 45 days, most of all batch',
    ],
    [
      'what was called by a clock in the future',
      [...since(90), used(-300)],
      'one client called in the last 45 days, most of all batch',
    ],
    [
      'what was declared yesterday',
      since(1),
      `it was watched for 1 day without a call, and 45 are needed: wait until ${dayIn(44)}`,
    ],
    [
      'what was declared long ago by a process that did not run since',
      [declared(61), watched(61, 60)],
      `it was watched for 1 day without a call, and 45 are needed: wait until ${dayIn(44)}`,
    ],
    [
      'what was not watched for most of the time',
      [declared(60), watched(60, 50), watched(10, 0)],
      `it was watched for 20 days without a call, and 45 are needed: wait until ${dayIn(25)}`,
    ],
    [
      'what no version declares any more, since nobody would notice a call',
      [
        declared(90),
        watched(90, 80),
        declared(80, { run: 'two', endpoint: 'GET /v2' }),
        watched(80, 0, 'two'),
      ],
      `it was watched for 10 days without a call, and 45 are needed: wait until ${dayIn(35)}`,
    ],
    [
      'what was called after it had been watched',
      [declared(100), watched(100, 40), used(60, 'curl', 'family')],
      `it was watched for 20 days without a call, and 45 are needed: wait until ${dayIn(25)}`,
    ],
    [
      'of which only calls are known',
      [used(60, 'curl', 'family')],
      `it was watched for 0 days without a call, and 45 are needed: wait until ${dayIn(45)}`,
    ],
  ])('%s', (_name, lines, because) => {
    expect(judged(lines)).toMatchObject({ yes: false, because });
  });

  it('code, ever', () => {
    const data = { code: 'express', message: 'old()', caller: 'app.js:1' };
    const [report] = deprecationReport([line(90, 'deprecated_code_used', data)], { now: NOW });
    expect(report).toMatchObject({
      kind: 'code',
      endpoint: 'express: old()',
      safe: { yes: false },
    });
  });
});

it('needs as many quiet days as are asked for, and longer for who calls seldom', () => {
  const lines = [...since(90), used(50, 'curl', 'family')];
  expect(judged(lines, { quietDays: 60 }).yes).toBe(false);
  const weekly = [...since(90), used(23), used(16), used(9)];
  expect(judged(weekly, { quietDays: 7 })).toMatchObject({
    yes: false,
    reason: { code: 'may_call_again', everyDays: 7, until: dayIn(1.5) },
  });
});

it('says the same in figures', () => {
  expect(judged([...since(90), used(3), used(2, 'b')]).reason).toEqual({
    code: 'still_called',
    clients: 2,
    withinDays: 45,
    busiest: expect.any(String),
    sunsetPassed: false,
  });
  expect(judged([...since(399), used(366)]).reason).toEqual({
    code: 'may_call_again',
    clients: 1,
    client: 'batch',
    everyDays: null,
    until: dayIn(34),
  });
  expect(judged(since(1)).reason).toEqual({
    code: 'watched_too_short',
    watchedDays: 1,
    wantedDays: 45,
    until: dayIn(44),
  });
});

it('a count of many days tells a mean, and no long pause', () => {
  const counted = line(80, 'deprecated_api_counted', {
    ...endpoint,
    ...client('batch', 'key'),
    count: 101,
    first: ago(280),
    last: ago(80),
  });
  const [report] = deprecationReport([...since(300), counted], { now: NOW });
  expect(report).toMatchObject({
    watchedDays: 300,
    clients: [{ pauseDays: 2 }],
    safe: { yes: true },
  });
});
