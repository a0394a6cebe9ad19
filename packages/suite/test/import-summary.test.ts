import { describe, expect, test } from '@jest/globals';
import type { ImportSummary } from '@emas/analytics';
import { renderSummary } from '../src/commands/import-summary.ts';

function aSummary(changes: Partial<ImportSummary> = {}): ImportSummary {
  return {
    file: 'access.log',
    format: 'combined',
    lines: 12_345,
    views: 9000,
    visits: 1200,
    leftOut: { bot: 345, asset: 3000 },
    passedOver: 0,
    comments: 0,
    strange: 0,
    before: 0,
    malformed: [],
    complete: true,
    ...changes,
  };
}

describe('the summary of an import', () => {
  test('accounts for every line', () => {
    expect(renderSummary(aSummary())).toBe(
      [
        'access.log (combined): 12,345 lines',
        '  page views         9,000  in 1,200 visits',
        '  left out           3,345',
        '                     3,000  images, scripts, downloads',
        '                       345  bots',
        '',
      ].join('\n'),
    );
  });

  test('says what was imported before, what was passed over, and that it was stopped', () => {
    const text = renderSummary(aSummary({ before: 500, passedOver: 7, complete: false }));
    expect(text).toContain('12,345 lines, 500 were imported before (stopped)');
    expect(text).toMatch(/passed over +7 {2}older than --since/);
  });

  test('accounts for lines about something else', () => {
    expect(renderSummary(aSummary({ comments: 12 }))).toMatch(/other lines +12 {2}headers, empty/);
  });

  test('names the host that is probably the own one, and how to say so', () => {
    const text = renderSummary(aSummary({ ownHost: 'portal.example' }));
    expect(text).toContain('Most referrers are portal.example.');
    expect(text).toContain('--host portal.example');
    expect(renderSummary(aSummary())).not.toContain('referrers');
  });

  test('a malformed line cannot steer the terminal', () => {
    const text = renderSummary(
      aSummary({ malformed: [{ number: 3, text: '\u001B[2Jgone\u202E\n' }] }),
    );
    expect(text).toContain('line 3 is not combined: \\u{1b}[2Jgone\\u{202e}\\u{a}');
  });
});
