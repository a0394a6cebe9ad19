import { expect, test } from '@jest/globals';
import { deprecationReport } from '@emas/deprecation';
import type { DeprecationLine } from '@emas/deprecation';
import { deprecationsText } from '../src/commands/deprecations-text.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const ago = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
const DATES = { since: '2026-01-01', sunset: '2027-01-01', successor: '/v2' };

const declared = (days: number): DeprecationLine => ({
  time: ago(days),
  event: 'deprecated_api_declared',
  data: { endpoint: 'GET /v1', version: '1', run: 'one', ...DATES },
});

const used = (days: number, client = 'a'): DeprecationLine => ({
  time: ago(days),
  event: 'deprecated_api_used',
  data: { endpoint: 'GET /v1', version: '1', client, client_kind: 'key', ...DATES },
});

test('a report is shown as a table that a hostile user agent does not drive', () => {
  const text = deprecationsText(
    deprecationReport([declared(90), used(3), used(2, '\u001b[31mevil\u202e')], { now: NOW }),
  );
  expect(text).toContain('GET /v1\n  safe to remove: no, because 2 clients');
  expect(text).toContain('sunset 2027-01-01, in 39 days · successor /v2');
  expect(text).not.toMatch(/[\u001b\u202e]/);
});

test('neither do the other words of a line', () => {
  const hostile = '\u001b]0;x\u0007\u009b2J\u202e';
  const data = { endpoint: `GET /v1${hostile}`, version: `1${hostile}`, since: hostile };
  const line: DeprecationLine = {
    time: ago(3),
    event: 'deprecated_api_used',
    data: { ...data, client: `a${hostile}`, client_kind: `key${hostile}`, sunset: hostile },
  };
  const text = deprecationsText(deprecationReport([line], { now: NOW }));
  expect(text).toContain('key\\u{1b}]0;x\\u{7}\\u{9b}2J\\u{202e}');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('on a terminal five clients are shown, in a pipe all', () => {
  const lines = Array.from({ length: 20 }, (_, at) => used(3, `client-${at}`));
  const report = deprecationReport([declared(90), ...lines], { now: NOW });
  const shown = (text: string): number => text.match(/client-\d+ /g)?.length ?? 0;
  const onTerminal = deprecationsText(report, 80);
  expect(shown(onTerminal)).toBe(5);
  expect(onTerminal).toContain('and 15 more');
  const piped = deprecationsText(report, Infinity);
  expect(shown(piped)).toBe(20);
  expect(piped).not.toContain('more');
});

test('says so where there is nothing', () => {
  expect(deprecationsText([])).toBe('Nothing deprecated was declared or called.\n');
});

test('is as wide as a phone in a terminal is, where it can be', () => {
  const text = deprecationsText(
    deprecationReport([declared(90), used(3, 'okhttp for Android on an old tablet')], { now: NOW }),
    40,
  );
  const rows = text.split('\n').filter((line) => /client|okhttp/.test(line) && !/safe/.test(line));
  expect(rows.length).toBe(2);
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(40);
  expect(rows[1]).toMatch(/okhttp.*…/);
});
