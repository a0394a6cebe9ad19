import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { examples } from '../../../test/runner/repetition.ts';
import { globMatcher } from '../src/reading/glob.ts';

test.each([
  ['authn_login_fail', 'authn_login_fail', true],
  ['authn_login_fail', 'authn_login_fail_max', false],
  ['authn_*', 'authn_login_fail', true],
  ['*_fail', 'authn_login_fail', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'acb', false],
  ['ab*ba', 'aba', false],
  ['*', '', true],
  ['', 'x', false],
  ['a.c', 'abc', false],
  ['**********!', 'authn_login_fail', false],
])('%j and %j: %s', (pattern, text, isMatch) => {
  expect(globMatcher(pattern)(text)).toBe(isMatch);
});

test('matches what a regular expression of the same meaning does', () => {
  const part = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 7 });
  const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 9 });
  fc.assert(
    fc.property(part, text, (parts, letters) => {
      const expression = new RegExp(`^${parts.map((one) => (one === '*' ? '.*' : one)).join('')}$`);
      const wanted = letters.join('');
      expect(globMatcher(parts.join(''))(wanted)).toBe(expression.test(wanted));
    }),
    examples(2000),
  );
});

test('a hundred stars and a name of 100,000 letters are answered', () => {
  // By a regular expression this would outlast everybody, and the test would never end.
  expect(globMatcher(`${'*a'.repeat(100)}!`)('a'.repeat(100_000))).toBe(false);
});
