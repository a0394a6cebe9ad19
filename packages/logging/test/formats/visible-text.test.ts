import { describe, expect, it } from '@jest/globals';
import { cutText, visibleLines, visibleText } from '../../src/formats/visible-text.ts';

describe('a visible text', () => {
  it.each([
    ['ESC', '\u001b[2J', '\\u{1b}[2J'],
    ['a line feed', 'a\nb', 'a\\u{a}b'],
    ['DEL', '\u007f', '\\u{7f}'],
    ['C1', '\u0085\u009b', '\\u{85}\\u{9b}'],
    ['separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
    [
      'bidi controls',
      '\u061c\u200e\u200f\u202a\u202e\u2066\u2069',
      '\\u{61c}\\u{200e}\\u{200f}\\u{202a}\\u{202e}\\u{2066}\\u{2069}',
    ],
    ['the byte order mark', '\ufeff', '\\u{feff}'],
    ['half a character', '\ud83c!', '\\u{d83c}!'],
  ])('shows %s', (_name, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('leaves what people write as it is', () => {
    const text = 'Größe, 日本語, 🎉, \u00a0, ‍\u200d';
    expect(visibleText(text)).toBe(text);
  });

  it('keeps its lines where they are wanted', () => {
    expect(visibleLines('a\r\nb\u001b\nc\rd')).toBe('a\nb\\u{1b}\nc\\u{d}d');
  });
});

describe('a cut text', () => {
  it('has no half of a character', () => {
    expect(cutText('a🎉b', 4)).toBe('a🎉b');
    expect(cutText('a🎉b', 3)).toBe('a🎉');
    expect(cutText('a🎉b', 2)).toBe('a');
    expect(cutText('abc', 0)).toBe('');
  });
});
