import { describe, expect, it } from '@jest/globals';
import { halve } from '../src/batch.ts';
import { bodyOf } from '../src/batch-body.ts';

describe('a body of rows', () => {
  it.each([
    [[]],
    [['']],
    [['', '{"a":1}']],
    [['{"a":1}']],
    [['{"a":"é\u{1f600}"}', '', '{"a":"\ud800"}']],
  ])('is its lines with a newline between them, as text and as bytes: %j', (lines) => {
    const expected = Buffer.from(lines.join('\n'));
    expect(bodyOf(lines)).toEqual(expected);
    expect(bodyOf(lines.map((line) => Buffer.from(line)))).toEqual(expected);
  });

  it.each([
    ['', ['', 0], ['', 0]],
    ['1', ['1', 1], ['', 0]],
    ['1\n2', ['1', 1], ['2', 1]],
    ['1\n2\n3', ['1\n2', 2], ['3', 1]],
    ['\n\n3', ['\n', 2], ['3', 1]],
  ])('has halves of whole rows: %j', (body, ...expected) => {
    const halves = halve({ token: 't', table: 'wire', rows: 9, body: Buffer.from(body) });
    expect(halves.map((half) => [half.body.toString(), half.rows])).toEqual(expected);
    expect(halves.map(({ token }) => token)).toEqual(['t.a', 't.b']);
  });
});
