import { describe, expect, it } from '@jest/globals';
import { cutTo, table, widthOf, wrapped } from '../src/commands/table.ts';
import type { Column } from '../src/commands/table.ts';

const COLUMNS: readonly Column[] = [
  { heading: 'name' },
  { heading: 'count', align: 'right' },
  { heading: 'reason', elastic: true },
];

describe('a table', () => {
  it('stands aligned, without spaces at the ends', () => {
    const rows = [
      ['a', '1', 'short'],
      ['abcdef', '1,234', ''],
    ];
    expect(table(COLUMNS, rows)).toBe(
      ['name    count  reason', 'a           1  short', 'abcdef  1,234', ''].join('\n'),
    );
    expect(table(COLUMNS, rows, { headings: false, indent: 2 })).toMatch(/^ {2}a {9}/);
  });

  it('cuts what it may where the terminal is narrow, and nothing in a pipe', () => {
    const rows = [['a', '1', 'a reason that goes on and on']];
    const narrow = table(COLUMNS, rows, { width: 24 });
    expect(narrow.split('\n').every((line) => widthOf(line) <= 24)).toBe(true);
    expect(narrow).toContain('a reason t…');
    expect(table(COLUMNS, rows)).toContain('on and on');
  });

  it('obeys nothing that stands in it, and stays aligned', () => {
    const rows = [
      ['\u001b[2J\u202e', '1', 'x'],
      ['ok', '2', 'y'],
    ];
    const [, first = '', second = ''] = table(COLUMNS, rows).split('\n');
    expect(first).toContain('\\u{1b}[2J\\u{202e}');
    expect(first.indexOf('x')).toBe(second.indexOf('y'));
  });

  it('counts columns, not characters', () => {
    expect([widthOf('abc'), widthOf('诊所'), widthOf('e\u0301'), widthOf('é')]).toEqual([
      3, 4, 1, 1,
    ]);
    expect(cutTo('诊所诊所', 5)).toBe('诊所…');
    expect(cutTo('abc', 3)).toBe('abc');
  });
});

describe('wrapped text', () => {
  it('breaks between words, behind its indent', () => {
    expect(wrapped('one two three four five six', 4, 20)).toBe(
      '    one two three\n    four five six\n',
    );
  });

  it('is one line where there is no end', () => {
    expect(wrapped('one two', 2, Infinity)).toBe('  one two\n');
  });
});
