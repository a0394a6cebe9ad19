import { describe, expect, test } from '@jest/globals';
import { allowedCode } from '../pages/developers/web/allowed-code.ts';
import { blockedCsv } from '../pages/developers/web/developer-csv.ts';

describe('what was blocked', () => {
  const row = {
    what: 'img-src https://cdn.example',
    where: 'https://clinic.example/',
    elsewhere: 2,
    count: 7,
    last: '2026-11-28T10:00:00.000Z',
    isBlocked: false,
    setting: 'hardening.needs.images',
    value: 'https://cdn.example',
    remedy: 'set',
  } as const;

  test('names the option as it is written, and none where none allows it', () => {
    expect(allowedCode(row)).toBe('hardening.needs.images: ["https://cdn.example"]');
    expect(allowedCode({ ...row, value: '', remedy: 'nonce' })).toBe('hardening.needs.images');
    expect(allowedCode({ ...row, remedy: 'rewrite' })).toBe('');
    expect(allowedCode({ ...row, remedy: 'none' })).toBe('');
  });

  test('goes into a table of a spreadsheet, where a made-up report starts no formula', () => {
    const text = blockedCsv([row, { ...row, what: '=cmd()', isBlocked: true }]);
    expect(text).toContain('img-src https://cdn.example,no,7,hardening.needs.images');
    expect(text).not.toMatch(/^=cmd/m);
  });
});
